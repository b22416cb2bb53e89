/// A picture as the ledger knows it; its bytes lie untouched in the picture store.
public struct Picture: Hashable, Sendable, Codable {
    /// The SHA-256 of the file as it was received.
    public let digest: Digest
    /// The format, told from the bytes.
    public let format: PictureFormat
    /// The length of the file in bytes.
    public let bytes: Int
    /// Width and height in pixels; nil where the header could not be read.
    public let size: Size?
    /// The prompt that the provider says it drew; nil where it says nothing.
    public let revised: Prompt?
    /// What is wrong with it, whatever was asked; nil where nothing was found.
    public let flaw: PictureFlaw?

    /// Creates the record of a picture.
    public init(
        digest: Digest, format: PictureFormat, bytes: Int, size: Size?, revised: Prompt?,
        flaw: PictureFlaw? = nil
    ) {
        self.digest = digest
        self.format = format
        self.bytes = bytes
        self.size = size
        self.revised = revised
        self.flaw = flaw
    }
}

/// A picture as it comes out of a provider's reply, with its bytes.
public struct ReceivedPicture: Hashable, Sendable {
    /// The file exactly as it was received.
    public let file: ReceivedFile
    /// The prompt that the provider says it drew.
    public let revised: Prompt?

    /// Creates a received picture.
    public init(bytes: [UInt8], revised: Prompt? = nil) {
        self.init(.whole(bytes), revised: revised)
    }

    /// Creates a received picture of a file that may be in the store already.
    public init(_ file: ReceivedFile, revised: Prompt? = nil) {
        self.file = file
        self.revised = revised
    }
}
