import Foundation
import Pixels

/// Shows pictures in a terminal that can.
struct InlinePicture {
    /// What terminals understand.
    enum Way: String, CaseIterable {
        /// kitty's graphics protocol.
        case kitty
        /// iTerm2's inline images.
        case iterm
        /// DEC's sixels.
        case sixel
        /// Nothing: the path is told.
        case none
    }

    let way: Way
    /// The widest that a picture is shown, in pixels.
    private static let width = 480

    /// Finds out what a terminal can, from what it says of itself.
    ///
    /// - Parameters:
    ///   - wish: What the person says; nil asks the environment.
    ///   - environment: The environment variables.
    ///   - isSeen: Whether somebody is looking.
    init(_ wish: Way?, _ environment: [String: String], isSeen: Bool) {
        way = wish ?? (isSeen ? Self.way(environment) : .none)
    }

    private static func way(_ environment: [String: String]) -> Way {
        let terminal = environment["TERM"] ?? ""
        let program = environment["TERM_PROGRAM"] ?? ""
        // Inside tmux and screen none of them gets through unasked.
        if terminal.hasPrefix("screen") || terminal.hasPrefix("tmux") { return .none }
        if environment["KITTY_WINDOW_ID"] != nil || terminal.contains("kitty")
            || terminal.contains("ghostty") || program == "ghostty"
        {
            return .kitty
        }
        if ["iTerm.app", "WezTerm", "mintty", "vscode"].contains(program)
            || environment["LC_TERMINAL"] == "iTerm2"
        {
            return .iterm
        }
        let sixels = ["sixel", "foot", "mlterm", "yaft", "contour"]
        return sixels.contains { terminal.contains($0) } ? .sixel : .none
    }

    /// Shows a picture; one that can't be decoded is not shown.
    func show(_ file: [UInt8], on terminal: Terminal) {
        guard way != .none, let picture = try? Pixmap(decoding: file) else { return }
        let small = Self.small(picture)
        switch way {
        case .none: break
        case .kitty: terminal.write(Self.kitty(small))
        case .iterm: terminal.write(Self.iterm(small))
        case .sixel: terminal.write(Sixels(small).bytes)
        }
        terminal.write("\n")
    }

    private static func kitty(_ picture: Pixmap) -> String {
        guard let png = try? picture.png() else { return "" }
        let text = Array(Data(png).base64EncodedString().utf8)
        var out = ""
        for start in stride(from: 0, to: text.count, by: 4096) {
            let end = min(start + 4096, text.count)
            let head = start == 0 ? "a=T,f=100,q=2," : ""
            out += "\u{1B}_G\(head)m=\(end < text.count ? 1 : 0);"
            out += String(decoding: text[start..<end], as: UTF8.self) + "\u{1B}\\"
        }
        return out
    }

    private static func iterm(_ picture: Pixmap) -> String {
        guard let png = try? picture.png() else { return "" }
        return "\u{1B}]1337;File=inline=1;size=\(png.count);width=\(picture.width)px:"
            + Data(png).base64EncodedString() + "\u{07}"
    }

    /// The picture at most `width` wide, by the nearest pixel.
    private static func small(_ picture: Pixmap) -> Pixmap {
        guard picture.width > width else { return picture }
        let height = max(1, picture.height * width / picture.width)
        var rgba: [UInt8] = []
        rgba.reserveCapacity(width * height * 4)
        for y in 0..<height {
            let row = y * picture.height / height * picture.width
            for x in 0..<width {
                let start = (row + x * picture.width / width) * 4
                rgba += picture.rgba[start..<start + 4]
            }
        }
        return Pixmap(width: width, height: height, rgba: rgba)
    }
}

/// A picture as sixels: 216 colours, six rows at a time.
struct Sixels {
    /// What is written to the terminal.
    let bytes: [UInt8]

    init(_ picture: Pixmap) {
        let (width, height) = (picture.width, picture.height)
        let colours = (0..<width * height).map { Self.colour(picture, $0) }
        var out = Array("\u{1B}Pq\"1;1;\(width);\(height)".utf8)
        for colour in Set(colours).sorted() {
            let parts = [colour / 36, colour / 6 % 6, colour % 6].map { $0 * 20 }
            out += Array("#\(colour);2;\(parts[0]);\(parts[1]);\(parts[2])".utf8)
        }
        for top in stride(from: 0, to: height, by: 6) {
            let rows = top..<min(top + 6, height)
            let band = Set(rows.flatMap { colours[$0 * width..<($0 + 1) * width] })
            for colour in band.sorted() {
                out += Array("#\(colour)".utf8)
                for x in 0..<width {
                    var bits: UInt8 = 0
                    for y in rows where colours[y * width + x] == colour {
                        bits |= 1 << UInt8(y - top)
                    }
                    out.append(63 + bits)
                }
                out.append(UInt8(ascii: "$"))
            }
            out.append(UInt8(ascii: "-"))
        }
        bytes = out + Array("\u{1B}\\".utf8)
    }

    /// One of 6³ colours, what is transparent on white.
    private static func colour(_ picture: Pixmap, _ index: Int) -> Int {
        let cover = Int(picture.rgba[index * 4 + 3])
        return (0..<3).reduce(0) { sum, channel in
            let value = Int(picture.rgba[index * 4 + channel]) * cover + 255 * (255 - cover)
            return sum * 6 + (value / 255 * 5 + 127) / 255
        }
    }
}
