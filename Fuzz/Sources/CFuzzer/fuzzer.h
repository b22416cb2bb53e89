#include <stddef.h>
#include <stdint.h>

/// libFuzzer's own loop, which no header of the compiler's declares.
int LLVMFuzzerRunDriver(
    int *count, char ***arguments, int (*test)(const uint8_t *start, size_t count));
