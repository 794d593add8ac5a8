/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_HOP_H
#define HOP_HOP_H

/**
 * @file hop.h
 * @brief libhop: from impedance spectra to activation energies and migration entropy.
 *
 * In the order of the data: spectrum.h → jpl.h → hopping.h → arrhenius.h →
 * transport.h; study.h does it all for one sample, io.h reads files,
 * simulate.h makes test data.
 */

#include "arrhenius.h"
#include "bootstrap.h"
#include "context.h"
#include "decompose.h"
#include "drt.h"
#include "global.h"
#include "hopping.h"
#include "io.h"
#include "jpl.h"
#include "kk.h"
#include "meyer_neldel.h"
#include "model.h"
#include "quantity.h"
#include "scaling.h"
#include "simulate.h"
#include "spectrum.h"
#include "status.h"
#include "study.h"
#include "trajectory.h"
#include "transport.h"
#include "vibration.h"
#include "vineyard.h"
#include <hop/version.h>

#endif
