import CFuzzer

// SwiftPM gives every executable a main of its own, so libFuzzer's is not used but its loop.
var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
_ = LLVMFuzzerRunDriver(&count, &arguments, tried)
