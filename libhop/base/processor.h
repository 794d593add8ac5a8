/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOPI_PROCESSOR_H
#define HOPI_PROCESSOR_H

/* Whether kernels compiled for AVX2 are built in and this processor runs them. */
int hopi_has_avx2(void);

/* The version of a kernel with the widest registers that run here. */
#if defined(HOPI_HAVE_AVX2_KERNELS)
#  define HOPI_WIDEST(kernel) (hopi_has_avx2() ? kernel##_avx2 : kernel)
#else
#  define HOPI_WIDEST(kernel) (kernel)
#endif

#endif
