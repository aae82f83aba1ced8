# Makes mistakes hard to exploit, and changes nothing of what the programs do: where the compiler has it, in every build that is
# optimized (_FORTIFY_SOURCE needs that), but for sanitizers, which have their own. tests/library/check_hardening looks for it in
# what is installed.

include(CheckCCompilerFlag)
include(CheckCSourceCompiles)
include(CheckLinkerFlag)
include(CheckPIESupported)

string(TOUPPER "${CMAKE_BUILD_TYPE}" build_type)
set(flags "${CMAKE_C_FLAGS} ${CMAKE_C_FLAGS_${build_type}}")
if(flags MATCHES "-O0|-fsanitize" OR NOT flags MATCHES "-O")
  return()
endif()
set(UDPI_IS_HARDENED ON)

# The last two, of Intel and of ARM: returns go only to where a call was, indirect jumps only to where a function begins.
foreach(option -fstack-protector-strong -fstack-clash-protection -fcf-protection -mbranch-protection=standard)
  string(MAKE_C_IDENTIFIER "HAS${option}" has)
  check_c_compiler_flag(${option} ${has})
  if(${has})
    add_compile_options(${option})
  endif()
endforeach()

set(CMAKE_REQUIRED_FLAGS "-O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3")
check_c_source_compiles("#include <features.h>
#if __USE_FORTIFY_LEVEL < 3
#error
#endif
int main(void) { return 0; }" HAS_FORTIFY_SOURCE_3)
unset(CMAKE_REQUIRED_FLAGS)
set(fortify_level 2)
if(HAS_FORTIFY_SOURCE_3)
  set(fortify_level 3)
endif()
add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=${fortify_level})
# But here: copies of constant sizes, to places whose size is not known, so that nothing would be checked; and each would count as
# a call when the compiler decides what to inline (measured, 1.5 % of a line).
set_property(SOURCE src/core/format.c APPEND PROPERTY COMPILE_OPTIONS -U_FORTIFY_SOURCE)

foreach(option -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
  string(MAKE_C_IDENTIFIER "HAS${option}" has)
  check_linker_flag(C ${option} ${has})
  if(${has})
    add_link_options(${option})
  endif()
endforeach()
check_pie_supported(LANGUAGES C)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
