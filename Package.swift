// swift-tools-version: 6.2
import PackageDescription

/// A C library that Debian provides; `make setup` installs it.
func system(_ name: String, _ pkgConfig: String, _ package: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([package])])
}

/// A small program that uses the library; `make examples` runs them all, offline.
func example(_ name: String, _ others: String...) -> Target {
    .executableTarget(
        name: name,
        dependencies: (["Candid", "CandidIO", "Sketch"] + others).map { .init(stringLiteral: $0) },
        path: "Examples/\(name)", exclude: ["said.txt"])
}

let package = Package(
    name: "candid",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Candid", targets: ["Candid"]),
        .library(name: "CandidIO", targets: ["CandidIO"]),
        .library(name: "CandidTesting", targets: ["CandidTesting"]),
        .library(name: "Pixels", targets: ["Pixels"]),
        .library(name: "Sketch", targets: ["Sketch"]),
        .executable(name: "candid", targets: ["CandidCLI"]),
        .executable(name: "candid-bench", targets: ["CandidBench"]),
        .executable(name: "candid-eval", targets: ["CandidEval"]),
    ],
    // Without it nothing looks for tesseract, and `candid read` is not there.
    traits: [
        .trait(name: "Lettering", description: "Reads the lettering in pictures with tesseract."),
        .default(enabledTraits: ["Lettering"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        system("CSpng", "spng", "libspng-dev"),
        system("CDeflate", "libdeflate", "libdeflate-dev"),
        system("CTurboJPEG", "libturbojpeg", "libturbojpeg0-dev"),
        system("CWebP", "libwebp", "libwebp-dev"),
        system("CLCMS", "lcms2", "liblcms2-dev"),

        system("CRsvg", "librsvg-2.0", "librsvg2-dev"),
        system("CPango", "pangocairo", "libpango1.0-dev"),

        // Instructions that Swift has no name for; a header and nothing to link.
        .systemLibrary(name: "CBase64"),

        // glibc's own settings of its allocator.
        .systemLibrary(name: "CMalloc"),

        // Text files of a folder as Swift source: SwiftPM's own way takes minutes for the art.
        .executableTarget(name: "EmbedFilesTool", path: "Sources/EmbedFiles"),
        .plugin(name: "EmbedFiles", capability: .buildTool(), dependencies: ["EmbedFilesTool"]),

        // Pictures as bytes and pixels; knows nothing of ours.
        .target(
            name: "Pixels",
            dependencies: ["CSpng", "CDeflate", "CTurboJPEG", "CWebP", "CLCMS"]
        ),
        // The heart: values in, values out. No clock, no disk, no network.
        .target(
            name: "Candid",
            dependencies: [
                "CBase64", "Pixels",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            resources: [
                .embedInCode("Catalogue/Engines"), .embedInCode("Speakers/Catalogue"),
                .embedInCode("Money/Prices"),
            ]
        ),
        // The hands: the only target that reaches the network and the disk.
        .target(
            name: "CandidIO",
            dependencies: [
                "Candid", "CDeflate",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]
        ),
        // Reads lettering with tesseract, which it opens only where something is read.
        .target(name: "Lettering", dependencies: ["Candid", "Pixels"]),
        // The embedded illustrator, in the dialect of OpenAI's Images API.
        .target(
            name: "Sketch",
            dependencies: [
                "Candid", "Pixels", "CRsvg", "CPango",
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            exclude: ["Art"],
            plugins: ["EmbedFiles"]
        ),
        // The embedded engine behind other providers' dialects, with faults to order.
        .target(
            name: "Simulator",
            dependencies: [
                "Candid", "Pixels", "Sketch", .product(name: "NIOCore", package: "swift-nio"),
            ]
        ),
        // The HTTP host of whatever answers requests; decides nothing about prompts or pictures.
        .target(
            name: "CandidServer",
            dependencies: [
                "Candid",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]
        ),
        // The composition root: reads settings, wires the pieces, prints.
        .executableTarget(
            name: "CandidCLI",
            dependencies: [
                "CMalloc", "Candid", "CandidIO", "CandidServer", "Pixels", "Simulator", "Sketch",
                .target(name: "Lettering", condition: .when(traits: ["Lettering"])),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Yams", package: "Yams"),
            ]
        ),
        // `make bench`: ratios against named peers, in one run.
        .executableTarget(
            name: "CandidBench",
            dependencies: [
                "Candid", "CandidIO", "Pixels", "Sketch",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
        // `make eval-words`, `eval-drift`: measures on sets that are read in place, and on made sessions.
        .executableTarget(
            name: "CandidEval",
            dependencies: [
                "Candid", "Lettering", "Pixels", "Simulator", "Sketch",
                .product(name: "NIOCore", package: "swift-nio"),
            ]),
        example("VerbatimPicture"),
        example("EditedPicture", "Pixels"),
        example("ComparedPictures", "Pixels"),
        example("PlannedPicture"),
        example("SpendingTotals"),
        // Fakes and the conformance suites that every provider, ledger and store must pass.
        .target(
            name: "CandidTesting",
            dependencies: ["Candid", .product(name: "NIOCore", package: "swift-nio")]
        ),

        .testTarget(
            name: "CandidTests",
            dependencies: [
                "Candid", "CandidTesting", "Pixels",
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            exclude: ["Fixtures"]
        ),
        .testTarget(name: "PixelsTests", dependencies: ["CLCMS", "Pixels"]),
        .testTarget(name: "CandidEvalTests", dependencies: ["Candid", "CandidEval", "Sketch"]),
        .testTarget(
            name: "LetteringTests", dependencies: ["Candid", "Lettering", "Pixels", "Sketch"]),
        .testTarget(
            name: "SketchTests",
            dependencies: [
                "Candid", "Pixels", "Sketch", .product(name: "NIOCore", package: "swift-nio"),
            ]
        ),
        .testTarget(
            name: "CandidIOTests",
            dependencies: [
                "Candid", "CandidIO", "CandidTesting",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ]
        ),
        .testTarget(
            name: "SimulatorTests",
            dependencies: [
                "Candid", "CandidTesting", "Pixels", "Simulator", "Sketch",
                .product(name: "NIOCore", package: "swift-nio"),
            ]
        ),
        .testTarget(
            name: "CandidServerTests",
            dependencies: [
                "Candid", "CandidIO", "CandidServer",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system && target.type != .plugin {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .treatAllWarnings(as: .error),
    ]
}
