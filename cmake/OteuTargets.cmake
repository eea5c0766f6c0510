# One place for the flags and the shape of every target.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # Without this leave ccache keeps nothing that was compiled with a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE_PROGRAM})
endif()

# oteu_flags: own code. Warnings are errors here and nowhere else: generated and system code is not ours to mend.
add_library(oteu_flags INTERFACE)
target_compile_options(oteu_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wconversion -Wsign-conversion
  -Wold-style-cast -Woverloaded-virtual -Wnull-dereference -Wformat=2 -Werror)
target_include_directories(oteu_flags INTERFACE ${PROJECT_SOURCE_DIR})
add_compile_options(-fstack-protector-strong -fno-omit-frame-pointer -pthread)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options(-fpch-preprocess)  # lets ccache see through precompiled headers
else()
  add_compile_options("SHELL:-Xclang -fno-pch-timestamp")  # the same for Clang
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release" OR CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo")
  if(NOT OTEU_SANITIZE)
    add_compile_definitions(_FORTIFY_SOURCE=2)
  endif()
  # -Wnull-dereference looks through inlined system headers at -O2 and blames them on us.
  target_compile_options(oteu_flags INTERFACE -Wno-null-dereference)
endif()
# GCC 12 sees overlapping and overlong copies inside std::string itself (GCC bugs 105329, 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(oteu_flags INTERFACE -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow
    -Wno-stringop-overread)
endif()
if(OTEU_SANITIZE)
  add_compile_options(-fsanitize=${OTEU_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${OTEU_SANITIZE})
endif()
if(OTEU_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# The headers nearly every source reads, parsed once (they are most of a compilation). Sources still include what they use:
# clang-tidy and a build with CMAKE_DISABLE_PRECOMPILE_HEADERS=ON see them without.
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/precompiled.cc CONTENT "")  # written once
function(oteu_precompiled name)
  add_library(${name} OBJECT ${PROJECT_BINARY_DIR}/precompiled.cc)
  target_link_libraries(${name} PRIVATE oteu_flags)
  target_precompile_headers(${name} PRIVATE ${ARGN})
endfunction()
set(OTEU_COMMON_HEADERS
  <algorithm> <map> <memory> <optional> <set> <string> <string_view> <utility> <vector>
  <absl/status/status.h> <absl/status/statusor.h> <absl/strings/str_cat.h> <absl/strings/str_format.h>
  <absl/strings/str_join.h> <absl/strings/str_split.h> <absl/time/time.h> <google/protobuf/message.h>)
oteu_precompiled(oteu_pch ${OTEU_COMMON_HEADERS})
if(OTEU_TESTS)
  oteu_precompiled(oteu_test_pch ${OTEU_COMMON_HEADERS} <gmock/gmock.h> <gtest/gtest.h>)
  target_link_libraries(oteu_test_pch PRIVATE GTest::gmock)
endif()

# oteu_library(NAME SRCS ... [DEPS ...]): a static library of own code.
function(oteu_library name)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS" ${ARGN})
  add_library(${name} STATIC ${ARG_SRCS})
  target_link_libraries(${name} PRIVATE oteu_flags PUBLIC ${ARG_DEPS})
  target_precompile_headers(${name} REUSE_FROM oteu_pch)
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
endfunction()

# oteu_executable(NAME SRCS ... [DEPS ...])
function(oteu_executable name)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SRCS})
  target_precompile_headers(${name} REUSE_FROM oteu_pch)
  target_link_libraries(${name} PRIVATE oteu_flags ${ARG_DEPS})
endfunction()

# oteu_malloc: the allocator of what runs for long. Named so that the linker keeps it although no source calls it by name.
add_library(oteu_malloc INTERFACE)
if(TARGET PkgConfig::JEMALLOC)
  target_link_libraries(oteu_malloc INTERFACE -Wl,--no-as-needed PkgConfig::JEMALLOC)
endif()

# Builds only the tests labelled "threads": what the thread sanitizer is run over.
add_custom_target(thread_tests)

# oteu_test(NAME SRCS ... [DEPS ...] [LABELS ...] [TIMEOUT s]): one GoogleTest binary, each of its tests a ctest.
function(oteu_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SRCS;DEPS;LABELS" ${ARGN})
  if(NOT OTEU_TESTS)
    return()
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  add_executable(${name} ${ARG_SRCS})
  target_link_libraries(${name} PRIVATE oteu_flags ${ARG_DEPS} GTest::gmock GTest::gtest_main)
  target_precompile_headers(${name} REUSE_FROM oteu_test_pch)
  target_compile_definitions(${name} PRIVATE OTEU_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  if("threads" IN_LIST ARG_LABELS)
    add_dependencies(thread_tests ${name})
  endif()
  # gtest_discover_tests loses every label but the first; ctest -L looks for a part of the name.
  list(JOIN ARG_LABELS "-" label)
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60
    PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${label}")
endfunction()

add_custom_target(fuzz_targets)

# oteu_fuzz(NAME SRC ... [DEPS ...]): a libFuzzer target; its seeds are tests/fuzz/corpus/NAME.
function(oteu_fuzz name)
  cmake_parse_arguments(ARG "" "" "SRCS;DEPS" ${ARGN})
  if(NOT OTEU_FUZZ)
    return()
  endif()
  add_executable(${name} ${ARG_SRCS})
  target_link_libraries(${name} PRIVATE oteu_flags ${ARG_DEPS})
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  add_dependencies(fuzz_targets ${name})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz)
endfunction()
