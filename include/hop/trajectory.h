/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_TRAJECTORY_H
#define HOP_TRAJECTORY_H

#include <stddef.h>
#include <stdint.h>

#include "context.h"

/**
 * @file trajectory.h
 * @brief Reads molecular-dynamics trajectories frame by frame.
 *
 * Formats: `xdatcar` (VASP XDATCAR, with one cell or one a configuration), `vasprun` (VASP
 * vasprun.xml), `lammps` (LAMMPS text dump: x y z, xs ys zs, xu yu zu, xsu ysu zsu, or vx vy
 * vz; image flags ix iy iz; ions by id), `xyz` (XYZ and extended XYZ with Lattice and
 * Properties). Any of them may be packed by gzip. A frame or two are held at a time, so
 * the size of a file does not matter. A file that ends within a frame gives the frames that
 * are whole; a last line without its end may be cut, so the frame it ends is not.
 */

HOP_BEGIN_DECLS

/** An open trajectory; mutable, one thread at a time. @since 0.1 */
typedef struct hop_trajectory hop_trajectory;

/** What three numbers of an ion are; numbers never change. */
enum {
    HOP_COORDINATES_CARTESIAN = 1,  /**< somewhere among the images */
    HOP_COORDINATES_FRACTIONAL = 2, /**< of the cell */
    HOP_COORDINATES_UNWRAPPED = 3,  /**< Cartesian, the path has no jumps */
    HOP_COORDINATES_VELOCITY = 4,   /**< length per time */
    HOP_COORDINATES_FRACTIONAL_UNWRAPPED = 5 /**< of the cell, the path has no jumps */
};

/**
 * @brief Opens a file, finds its format and reads what stands before the first frame ends.
 * @param path as fopen() takes it, UTF-8.
 * @param[out] out the trajectory; NULL on error.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_FILE_OPEN, HOP_ERR_FILE_READ,
 * HOP_ERR_FILE_EMPTY, HOP_ERR_FORMAT (none of the known), HOP_ERR_PACKED, HOP_ERR_PARSE,
 * HOP_ERR_BAD_GEOMETRY (a cell without volume), HOP_ERR_CANCELLED, HOP_ERR_OUT_OF_MEMORY.
 * The caller owns it: hop_trajectory_destroy(). @since 0.1
 */
HOP_API hop_status hop_trajectory_open(hop_ctx *ctx, const char *path, hop_trajectory **out);

/** @brief "xdatcar", "vasprun", "lammps" or "xyz"; NULL for NULL. @since 0.1 */
HOP_API const char *hop_trajectory_format(const hop_trajectory *t);

/** @brief The HOP_COORDINATES_ of the frames; 0 for NULL. @since 0.1 */
HOP_API int32_t hop_trajectory_kind(const hop_trajectory *t);

/** @brief Number of ions in each frame; 0 for NULL. @since 0.1 */
HOP_API size_t hop_trajectory_ions(const hop_trajectory *t);

/**
 * @brief Element of ion @p i as the file names it, such as "Li"; a LAMMPS type without a
 * name is its number.
 * @return text that lives as long as the trajectory; NULL beyond the end. @since 0.1
 */
HOP_API const char *hop_trajectory_element(const hop_trajectory *t, size_t i);

/**
 * @brief Relative atomic mass of ion @p i: of its element (IUPAC 2021), or as the file says.
 * @return NaN where neither is known. @since 0.1
 */
HOP_API double hop_trajectory_mass(const hop_trajectory *t, size_t i);

/**
 * @brief Time between stored frames in s that the file states; NaN if it does not.
 *
 * vasprun.xml: POTIM; LAMMPS: ITEM: TIME with ITEM: UNITS. XDATCAR and XYZ state none.
 * What a frame further on states is an error there if it differs. @since 0.1
 */
HOP_API double hop_trajectory_frame_interval(const hop_trajectory *t);

/**
 * @brief Length of 1 in the file in m; NaN if the file does not say, as is the rule, and
 * Å is meant. Only LAMMPS files with ITEM: UNITS say. @since 0.1
 */
HOP_API double hop_trajectory_length_unit(const hop_trajectory *t);

/** @brief 1 if the frames have a cell, else 0. @since 0.1 */
HOP_API int32_t hop_trajectory_has_cell(const hop_trajectory *t);

/**
 * @brief Gives a role to the ions that a text selects; the others keep theirs.
 * @param selection elements and ranges of ions counted from 1, separated by commas, such as
 * "Li", "Na,K", "1-48" or "all".
 * @param role value to store. @param[in,out] roles one for each ion.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_INVALID_ARGUMENT (a part that selects
 * nothing). @since 0.1
 */
HOP_API hop_status hop_trajectory_select(hop_ctx *ctx, const hop_trajectory *t,
                                         const char *selection, int32_t role, int32_t *roles);

/**
 * @brief Reads the next frame.
 * @param[out] values ions × 3 numbers of hop_trajectory_kind().
 * @param[out] cell 9 numbers, rows are the vectors; zeros without a cell.
 * @param[out] has_frame 1, or 0 at the end; nothing else is written then.
 * @return HOP_OK, HOP_ERR_NULL_ARGUMENT, HOP_ERR_FILE_READ, HOP_ERR_PACKED,
 * HOP_ERR_PARSE (also where the number of ions changes), HOP_ERR_NOT_FINITE,
 * HOP_ERR_BAD_GEOMETRY, HOP_ERR_CANCELLED, HOP_ERR_OUT_OF_MEMORY; the text begins
 * "file:line:column:". @since 0.1
 */
HOP_API hop_status hop_trajectory_next(hop_ctx *ctx, hop_trajectory *t, double *values,
                                       double *cell, int32_t *has_frame);

/** @brief Frames read so far. @since 0.1 */
HOP_API size_t hop_trajectory_frames(const hop_trajectory *t);

/** @brief 1 if the file was found to end within a frame, else 0. @since 0.1 */
HOP_API int32_t hop_trajectory_is_truncated(const hop_trajectory *t);

/** @brief Closes the file; NULL is a no-op. @since 0.1 */
HOP_API void hop_trajectory_destroy(hop_trajectory *t);

HOP_END_DECLS

#endif
