/// The first frame of an animated WebP, as a still file of its own.
///
/// libwebp's plain decoder refuses animations; its demultiplexer is one more library for one frame.
struct WebPAnimation {
    /// Where the frame stands on the canvas.
    let x: Int
    let y: Int
    /// The frame as a still picture's file.
    let still: [UInt8]

    /// Nil where the file is no animation.
    init?(_ file: [UInt8]) throws(ImageError) {
        guard file.count >= 30, file[12..<16].elementsEqual("VP8X".utf8), file[20] & 0x02 != 0
        else {
            return nil
        }
        var at = 12
        while at + 8 <= file.count {
            let length = Int(file.littleEndian32(at: at + 4))
            guard length <= file.count - at - 8 else { break }
            if file[at..<(at + 4)].elementsEqual("ANMF".utf8), length > 16 {
                func place(_ offset: Int) -> Int {
                    let at = at + 8 + offset
                    return Int(file[at]) | Int(file[at + 1]) << 8 | Int(file[at + 2]) << 16
                }
                x = place(0) * 2
                y = place(3) * 2
                let size = (place(6), place(9))
                still = Self.still(Array(file[(at + 24)..<(at + 8 + length)]), size)
                return
            }
            at += 8 + length + length % 2
        }
        throw .malformed(.webp, reason: "it is an animation without a frame")
    }

    /// The frame's chunks behind a header that says whether there is transparency.
    private static func still(_ chunks: [UInt8], _ size: (Int, Int)) -> [UInt8] {
        var body = Array("WEBP".utf8)
        if chunks.starts(with: Array("ALPH".utf8)) {
            body += Array("VP8X".utf8) + [10, 0, 0, 0, 0x10, 0, 0, 0]
            for side in [size.0, size.1] {
                body += [0, 8, 16].map { UInt8(truncatingIfNeeded: side >> $0) }
            }
        }
        body += chunks
        var file = Array("RIFF".utf8)
        file.append(littleEndian: UInt32(body.count))
        return file + body
    }
}
