// swift-tools-version: 6.2
import PackageDescription

/// AFL's loop and counters in the place of libFuzzer's, where AFL names the folder that they lie in.
let loop: [String] =
    Context.environment["AFL"].map { folder in
        ["-sanitize=address", "\(folder)/libAFLDriver.a", "\(folder)/afl-compiler-rt.o"]
    } ?? ["-sanitize=fuzzer,address"]

/// A program of libFuzzer's; its input's first byte says who reads the rest.
func fuzzer(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies + ["CFuzzer"],
        linkerSettings: [.unsafeFlags(loop)])
}

/// libFuzzer, or AFL, over everything that reads untrusted bytes.
///
/// A package of its own, because every module in it is built with the sanitizers: `make fuzz`.
let package = Package(
    name: "fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "candid", path: ".."),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    ],
    targets: [
        .systemLibrary(name: "CFuzzer"),
        fuzzer("FuzzPictures", [.product(name: "Pixels", package: "candid")]),
        fuzzer(
            "FuzzReaders",
            [
                .product(name: "Candid", package: "candid"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)
