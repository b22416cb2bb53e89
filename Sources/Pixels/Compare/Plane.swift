/// One channel of a picture in single precision, rows from the top.
struct Plane: Sendable, Equatable {
    let width: Int
    let height: Int
    var values: [Float]

    /// - Precondition: `values.count == width * height`.
    init(width: Int, height: Int, values: [Float]) {
        precondition(values.count == width * height, "a plane holds one value a pixel")
        self.width = width
        self.height = height
        self.values = values
    }

    /// Half the size, each value the mean of four; an odd last row or column is left out.
    var halved: Plane {
        let (wide, high) = (max(1, width / 2), max(1, height / 2))
        guard width > 1, height > 1 else { return self }
        let out = values.withUnsafeBufferPointer { source in
            [Float](unsafeUninitializedCapacity: wide * high) { out, count in
                for y in 0..<high {
                    var above = 2 &* y &* width
                    for x in 0..<wide {
                        out[y &* wide &+ x] =
                            (source[above] + source[above &+ 1] + source[above &+ width]
                                + source[above &+ width &+ 1]) * 0.25
                        above = above &+ 2
                    }
                }
                count = wide * high
            }
        }
        return Plane(width: wide, height: high, values: out)
    }
}
