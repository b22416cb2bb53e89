#include <stddef.h>
#include <jconfig.h>
#include <turbojpeg.h>
