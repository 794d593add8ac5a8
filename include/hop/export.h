/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_EXPORT_H
#define HOP_EXPORT_H

/**
 * @file export.h
 * @brief Marks the functions that make up the binary interface.
 *
 * Every function declared with HOP_API is listed in libhop/libhop.map, and
 * nothing else is exported. Define HOP_STATIC when you link a static build on
 * Windows.
 */

#if defined(_WIN32) && !defined(HOP_STATIC)
#  if defined(HOP_BUILD)
#    define HOP_API __declspec(dllexport)
#  else
#    define HOP_API __declspec(dllimport)
#  endif
#elif defined(__GNUC__)
#  define HOP_API __attribute__((visibility("default")))
#else
#  define HOP_API
#endif

#ifdef __cplusplus
#  define HOP_BEGIN_DECLS extern "C" {
#  define HOP_END_DECLS }
#else
#  define HOP_BEGIN_DECLS
#  define HOP_END_DECLS
#endif

#endif
