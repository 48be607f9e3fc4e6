// The kernels at level portable: vectors of 16 bytes, which SSE2 and NEON have.
#define LEVEL portable
#define FLOAT_LANES 4
#define MOST_ROWS 5
#include "level.inc"
