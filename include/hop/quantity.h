/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_QUANTITY_H
#define HOP_QUANTITY_H

#include <stdint.h>

#include "export.h"

/**
 * @file quantity.h
 * @brief The keys of all results and the bits of all flags.
 *
 * Results are asked for by key, so a new quantity is a new constant and not a
 * new function. A key or flag never changes its number.
 */

/**
 * The one list of all quantities: X(constant, number, name, unit). The name is
 * the one used in JSON, its unit suffix included where it has one.
 */
#define HOP_QUANTITY_LIST(X)                                                  \
    /* Jonscher power law */                                                  \
    X(HOP_SIGMA_DC, 1, "sigma_dc_S_per_m", "S/m")                             \
    X(HOP_A_J, 2, "A_J", "S/m (rad/s)^-n")                                    \
    X(HOP_N, 3, "n", "1")                                                     \
    X(HOP_OMEGA_P, 4, "omega_p_rad_per_s", "rad/s")                           \
    X(HOP_F_P, 5, "f_p_Hz", "Hz")                                             \
    X(HOP_LN_SIGMA_DC, 6, "ln_sigma_dc", "ln(S/m)")                           \
    X(HOP_LN_OMEGA_P, 7, "ln_omega_p", "ln(rad/s)")                           \
    /* quality of a fit */                                                    \
    X(HOP_RSS, 20, "rss", "1")                                                \
    X(HOP_DOF, 21, "dof", "1")                                                \
    X(HOP_REDUCED_CHI2, 22, "reduced_chi2", "1")                              \
    X(HOP_AICC, 23, "aicc", "1")                                              \
    X(HOP_BIC, 24, "bic", "1")                                                \
    X(HOP_POINTS, 25, "points", "1")                                          \
    X(HOP_RANK, 26, "rank", "1")                                              \
    X(HOP_CONDITION, 27, "condition", "1")                                    \
    X(HOP_F_DISPERSION, 28, "f_dispersion", "1")                              \
    X(HOP_F_MIN, 29, "f_min_Hz", "Hz")                                        \
    X(HOP_F_MAX, 30, "f_max_Hz", "Hz")                                        \
    X(HOP_TEMPERATURE, 31, "temperature_K", "K")                              \
    X(HOP_EXCLUDED, 32, "excluded", "1")                                      \
    X(HOP_ROBUST_SCALE, 33, "robust_scale", "1")                              \
    X(HOP_OUTLIERS, 34, "outliers", "1")                                      \
    /* fit window */                                                          \
    X(HOP_NOISE, 80, "noise", "1")                                            \
    X(HOP_WINDOWS, 81, "windows", "1")                                        \
    X(HOP_EXCESS_LOW, 82, "excess_low", "1")                                  \
    X(HOP_EXCESS_HIGH, 83, "excess_high", "1")                                \
    /* Arrhenius series */                                                    \
    X(HOP_E_A, 40, "E_a_eV", "eV")                                            \
    X(HOP_E_M, 41, "E_m_eV", "eV")                                            \
    X(HOP_E_F, 42, "E_f_eV", "eV")                                            \
    X(HOP_LN_SIGMA_0, 43, "ln_sigma_0", "ln(S K/m)")                          \
    X(HOP_LN_F_E, 44, "ln_f_e", "ln(Hz)")                                     \
    X(HOP_SLOPE, 45, "slope", "K")                                            \
    X(HOP_INTERCEPT, 46, "intercept", "1")                                    \
    X(HOP_BIRGE, 47, "birge_ratio", "1")                                      \
    X(HOP_POINTS_SIGMA, 48, "points_sigma", "1")                              \
    X(HOP_POINTS_F_P, 49, "points_f_p", "1")                                  \
    X(HOP_ENERGY, 50, "energy_eV", "eV")                                      \
    /* limits, outliers and curvature of an Arrhenius series */               \
    X(HOP_POINTS_CENSORED, 140, "points_censored", "1")                       \
    X(HOP_DOWNWEIGHTED, 141, "downweighted", "1")                             \
    X(HOP_LEVERAGE, 143, "leverage", "1")                                     \
    X(HOP_COOK_DISTANCE, 144, "cook_distance", "1")                           \
    X(HOP_STUDENTISED_SIGMA, 145, "studentised_sigma", "1")                   \
    X(HOP_STUDENTISED_F_P, 146, "studentised_f_p", "1")                       \
    X(HOP_E_A_WITHOUT, 147, "E_a_without_eV", "eV")                           \
    X(HOP_E_M_WITHOUT, 148, "E_m_without_eV", "eV")                           \
    X(HOP_LN_SIGMA_T, 149, "ln_sigma_T", "ln(S K/m)")                         \
    X(HOP_LN_F_P, 150, "ln_f_p", "ln(Hz)")                                    \
    X(HOP_VFT_B, 151, "vft_B_K", "K")                                         \
    X(HOP_VFT_T_0, 152, "vft_T_0_K", "K")                                     \
    X(HOP_ENERGY_HOT, 153, "energy_hot_eV", "eV")                             \
    X(HOP_ENERGY_COLD, 154, "energy_cold_eV", "eV")                           \
    X(HOP_BREAK_TEMPERATURE, 155, "break_temperature_K", "K")                 \
    X(HOP_EVIDENCE, 156, "evidence", "1")                                     \
    /* transport */                                                           \
    X(HOP_C, 60, "C_S_K_per_m_Hz", "S K m^-1 Hz^-1")                          \
    X(HOP_K, 61, "K_S_K_per_m_Hz", "S K m^-1 Hz^-1")                          \
    X(HOP_DELTA_S_M, 62, "delta_S_m_over_kB", "1")                            \
    X(HOP_EXP_DELTA_S_M, 63, "exp_delta_S_m_over_kB", "1")                    \
    X(HOP_CARRIER_DENSITY, 64, "carrier_density_per_m3", "m^-3")              \
    X(HOP_DIFFUSIVITY, 65, "diffusivity_m2_per_s", "m^2/s")                   \
    X(HOP_DELTA_S_M_MOLAR, 190, "delta_S_m_J_per_mol_K", "J mol^-1 K^-1")     \
    X(HOP_DELTA_S_M_MEV, 191, "delta_S_m_meV_per_K", "meV/K")                 \
    X(HOP_CARRIER_FRACTION, 192, "carrier_fraction", "1")                     \
    X(HOP_DIFFUSIVITY_SIGMA, 193, "diffusivity_sigma_m2_per_s", "m^2/s")      \
    /* parts of a change of ln(sigma T) */                                    \
    X(HOP_CHANGE_LN_SIGMA_T, 194, "change_ln_sigma_T", "1")                   \
    X(HOP_CHANGE_RATE, 195, "change_rate", "1")                               \
    X(HOP_CHANGE_FORMATION, 196, "change_formation", "1")                     \
    X(HOP_CHANGE_CONCENTRATION, 197, "change_concentration", "1")             \
    X(HOP_CHANGE_ATTEMPT_FREQUENCY, 198, "change_attempt_frequency", "1")     \
    X(HOP_CHANGE_ENTROPY, 199, "change_entropy", "1")                         \
    X(HOP_CHANGE_BARRIER, 200, "change_barrier", "1")                         \
    /* models */                                                              \
    X(HOP_B_NCL, 100, "B_ncl", "S/m (rad/s)^-1")                              \
    X(HOP_A_2, 101, "A_2", "S/m (rad/s)^-n_2")                                \
    X(HOP_N_2, 102, "n_2", "1")                                               \
    X(HOP_OMEGA_C, 103, "omega_c_rad_per_s", "rad/s")                         \
    X(HOP_F_C, 104, "f_c_Hz", "Hz")                                           \
    X(HOP_OMEGA_M, 105, "omega_m_rad_per_s", "rad/s")                         \
    X(HOP_F_M, 106, "f_m_Hz", "Hz")                                           \
    X(HOP_A_STAR, 107, "A_star", "S/m (rad/s)^-n")                            \
    X(HOP_EPS_INF, 108, "eps_inf", "1")                                       \
    X(HOP_LEAD_L, 109, "lead_L_H", "H")                                       \
    X(HOP_LEAD_R, 110, "lead_R_ohm", "ohm")                                   \
    X(HOP_ELECTRODE_Q, 111, "electrode_Q", "S s^alpha")                       \
    X(HOP_ELECTRODE_ALPHA, 112, "electrode_alpha", "1")                       \
    X(HOP_GB_R, 113, "gb_R_ohm", "ohm")                                       \
    X(HOP_GB_Q, 114, "gb_Q", "S s^alpha")                                     \
    X(HOP_GB_ALPHA, 115, "gb_alpha", "1")                                     \
    X(HOP_SIGMA_TOTAL, 116, "sigma_total_S_per_m", "S/m")                     \
    X(HOP_STARTS, 117, "starts", "1")                                         \
    X(HOP_STARTS_AT_BEST, 118, "starts_at_best", "1")                         \
    /* compensation across samples */                                         \
    X(HOP_SLOPE_PER_EV, 201, "slope_per_eV", "1/eV")                          \
    X(HOP_MEYER_NELDEL_ENERGY, 202, "meyer_neldel_energy_eV", "eV")           \
    X(HOP_ISOKINETIC_TEMPERATURE, 203, "isokinetic_temperature_K", "K")       \
    /* Kramers-Kronig */                                                      \
    X(HOP_KK_M, 300, "M", "1")                                                \
    X(HOP_KK_MU, 301, "mu", "1")                                              \
    X(HOP_KK_PSEUDO_CHI2, 302, "pseudo_chi2", "1")                            \
    X(HOP_KK_NOISE, 303, "noise_percent", "%")                                \
    X(HOP_KK_LOCAL_NOISE, 304, "local_noise_percent", "%")                    \
    X(HOP_KK_TOLERANCE, 305, "tolerance_percent", "%")                        \
    X(HOP_KK_MAX_RESIDUAL, 306, "max_residual_percent", "%")                  \
    X(HOP_KK_MAX_RESIDUAL_F, 307, "max_residual_f_Hz", "Hz")                  \
    X(HOP_KK_MAX_MEAN_RESIDUAL, 308, "max_mean_residual_percent", "%")        \
    X(HOP_KK_FAILING, 309, "failing_points", "1")                             \
    X(HOP_KK_CHAIN_R, 310, "chain_R_ohm", "ohm")                              \
    X(HOP_KK_CHAIN_L, 311, "chain_L_H", "H")                                  \
    X(HOP_KK_CHAIN_C, 312, "chain_C_F", "F")                                  \
    X(HOP_KK_MEAN_TOLERANCE, 313, "mean_tolerance_percent", "%")              \
    /* relaxation times */                                                    \
    X(HOP_LAMBDA, 320, "lambda", "1")                                         \
    X(HOP_R_INF, 321, "R_inf_ohm", "ohm")                                     \
    X(HOP_C_S, 322, "C_s_F", "F")                                             \
    X(HOP_R_POL, 323, "R_pol_ohm", "ohm")                                     \
    X(HOP_KKT, 324, "kkt", "1")                                               \
    X(HOP_PEAK_COUNT, 325, "peaks", "1")                                      \
    X(HOP_RMS_RESIDUAL, 326, "rms_residual", "1")                             \
    X(HOP_NOISE_OHM, 327, "noise_ohm", "ohm")                                 \
    X(HOP_EFFECTIVE_DOF, 328, "effective_dof", "1")                           \
    X(HOP_EFFECTIVE_SAMPLES, 329, "effective_samples", "1")                   \
    X(HOP_FACTORISATIONS, 330, "factorisations", "1")                         \
    X(HOP_BASIS_EPSILON, 331, "basis_epsilon", "1")                           \
    X(HOP_TAU, 332, "tau_s", "s")                                             \
    X(HOP_F_PEAK, 333, "f_Hz", "Hz")                                          \
    X(HOP_R_PEAK, 334, "R_ohm", "ohm")                                        \
    X(HOP_SHARE, 335, "share", "1")                                           \
    X(HOP_GAMMA_PEAK, 336, "gamma_ohm", "ohm")                                \
    X(HOP_DEPTH, 337, "depth", "1")                                           \
    X(HOP_TAU_FIT, 338, "tau_fit_s", "s")                                     \
    X(HOP_R_FIT, 339, "R_fit_ohm", "ohm")                                     \
    X(HOP_WIDTH_FIT, 340, "width_fit", "1")                                   \
    /* scaling */                                                             \
    X(HOP_COLLAPSE_RMS, 204, "collapse_rms", "1")                             \
    X(HOP_SCALING_ALPHA, 205, "alpha", "1")                                   \
    X(HOP_SCALE_FACTOR, 206, "scale_factor", "1")                             \
    X(HOP_DELTA_EPSILON, 207, "delta_epsilon", "1")                           \
    X(HOP_EPSILON_LOW, 208, "epsilon_low", "1")                               \
    X(HOP_EPSILON_HIGH, 209, "epsilon_high", "1")                             \
    /* vibration */                                                           \
    X(HOP_ATTEMPT_FREQUENCY_SCALAR, 360, "attempt_frequency_scalar_Hz", "Hz") \
    X(HOP_ATTEMPT_FREQUENCY_VECTOR, 361, "attempt_frequency_vector_Hz", "Hz") \
    X(HOP_VIBRATION_AMPLITUDE, 362, "vibration_amplitude_m", "m")             \
    X(HOP_MSD_END, 363, "msd_end_m2", "m^2")                                  \
    X(HOP_TRACER_DIFFUSIVITY, 364, "tracer_diffusivity_m2_per_s", "m^2/s")    \
    X(HOP_FRAMES, 365, "frames", "1")                                         \
    X(HOP_FRAME_INTERVAL, 366, "frame_interval_s", "s")                       \
    X(HOP_NYQUIST, 367, "nyquist_Hz", "Hz")                                   \
    X(HOP_HIGHEST_FREQUENCY, 368, "highest_frequency_Hz", "Hz")               \
    X(HOP_LARGEST_STEP, 369, "largest_step_m", "m")                           \
    X(HOP_BLOCKS, 370, "blocks", "1")                                         \
    X(HOP_BLOCK_FRAMES, 371, "block_frames", "1")                             \
    X(HOP_STUCK_IONS, 372, "stuck_ions", "1")                                 \
    X(HOP_AMBIGUOUS_STEPS, 373, "ambiguous_steps", "1")                       \
    X(HOP_FARTHEST, 374, "farthest_m", "m")

#define HOP_QUANTITY_CONSTANT(constant, number, name, unit) constant = number,
enum { HOP_QUANTITY_LIST(HOP_QUANTITY_CONSTANT) HOP_QUANTITY_LIST_END_ = 0 };
#undef HOP_QUANTITY_CONSTANT

/** The one list of all flags: X(constant, bit, name, what it means). */
#define HOP_FLAG_LIST(X)                                                              \
    X(HOP_FLAG_N_AT_LOWER_BOUND, 0, "n-at-lower-bound",                               \
      "the best n is the lower end of its allowed range")                             \
    X(HOP_FLAG_N_AT_UPPER_BOUND, 1, "n-at-upper-bound",                               \
      "the best n is the upper end of its allowed range")                             \
    X(HOP_FLAG_NO_DISPERSION, 2, "no-dispersion",                                     \
      "the data show no rise of the conductivity: A_J is zero")                       \
    X(HOP_FLAG_NO_PLATEAU, 3, "no-plateau",                                           \
      "the data show no plateau: the best sigma_dc is zero")                          \
    X(HOP_FLAG_WEAK_DISPERSION, 4, "weak-dispersion",                                 \
      "the dispersion is barely above the noise (F < 40)")                            \
    X(HOP_FLAG_MULTIPLE_MINIMA, 5, "multiple-minima",                                 \
      "the sum of squares has more than one minimum over n; the lowest was taken")    \
    X(HOP_FLAG_F_P_ABOVE_WINDOW, 6, "f-p-above-window",                               \
      "the hopping frequency lies above the fitted frequencies")                      \
    X(HOP_FLAG_F_P_BELOW_WINDOW, 7, "f-p-below-window",                               \
      "the hopping frequency lies below the fitted frequencies")                      \
    X(HOP_FLAG_POINTS_EXCLUDED, 8, "points-excluded",                                 \
      "points that the weighting cannot use (conductivity not positive) were left out") \
    X(HOP_FLAG_NO_DEGREES_OF_FREEDOM, 9, "no-degrees-of-freedom",                     \
      "as many parameters as points: the scatter cannot be estimated")                \
    X(HOP_FLAG_ILL_CONDITIONED, 10, "ill-conditioned",                                \
      "the parameters cannot be told apart to working precision")                     \
    X(HOP_FLAG_EXACT_FIT, 11, "exact-fit",                                            \
      "the residuals are at rounding level: noise cannot be estimated from them")     \
    X(HOP_FLAG_OVERDISPERSED, 12, "overdispersed",                                    \
      "the points scatter about the line more than their errors say (95 % level)")    \
    X(HOP_FLAG_BIRGE_SCALED, 13, "birge-scaled",                                      \
      "standard errors were multiplied by the Birge ratio")                           \
    X(HOP_FLAG_LIMITS_LEFT_OUT, 14, "limits-left-out",                                \
      "hopping frequencies that are only limits took no part in the line")            \
    X(HOP_FLAG_TWO_TEMPERATURES, 15, "two-temperatures",                              \
      "a line through two temperatures: its scatter is not tested")                   \
    X(HOP_FLAG_MULTIPLE_CROSSINGS, 16, "multiple-crossings",                          \
      "the conductivity crosses 2 sigma_dc more than once; the lowest was taken")     \
    X(HOP_FLAG_LOW_END_CUT, 18, "low-end-cut",                                        \
      "low frequencies were cut off: they do not follow the power law (electrodes)")  \
    X(HOP_FLAG_HIGH_END_CUT, 19, "high-end-cut",                                      \
      "high frequencies were cut off: they do not follow the power law (leads)")      \
    X(HOP_FLAG_WINDOW_DOMINATED, 20, "window-dominated",                              \
      "the choice of the fit window changes the result by more than its noise")       \
    X(HOP_FLAG_IMPRECISE, 21, "imprecise",                                            \
      "the error with that of the window exceeds 1.5 % of sigma_dc or 7.5 % of f_p")  \
    X(HOP_FLAG_LIMITS_CENSORED, 27, "limits-censored",                                \
      "hopping frequencies that are only limits took part in the line as limits")     \
    X(HOP_FLAG_TOO_FEW_FOR_MODEL, 28, "too-few-for-model",                            \
      "too few different temperatures for this curve: it was not fitted")             \
    X(HOP_FLAG_E_M_UNDETERMINED, 17, "e-m-undetermined",                              \
      "fewer than two temperatures have a measured hopping frequency")      \
    X(HOP_FLAG_ROBUST_LOSS, 22, "robust-loss",                                        \
      "outliers were given less weight than the weighting says")                      \
    X(HOP_FLAG_REPLICATES_DEGENERATE, 23, "replicates-degenerate",                    \
      "some bootstrap replicates have no dispersion or no plateau")                   \
    X(HOP_FLAG_RANK_DEFICIENT, 24, "rank-deficient",                                  \
      "the data cannot tell the parameters of the model apart: none of them is known") \
    X(HOP_FLAG_PARAMETER_AT_BOUND, 25, "parameter-at-bound",                          \
      "the best value of a parameter is an end of its range")                         \
    X(HOP_FLAG_PARAMETER_UNDETERMINED, 26, "parameter-undetermined",                  \
      "the error of a parameter exceeds its value")                                   \
    X(HOP_FLAG_NOT_DETERMINED, 30, "not-determined",                                  \
      "something asked for does not follow from these data and was left out")

#define HOP_FLAG_CONSTANT(constant, bit, name, meaning) constant = 1 << bit,
enum { HOP_FLAG_LIST(HOP_FLAG_CONSTANT) HOP_FLAG_LIST_END_ = 0 };
#undef HOP_FLAG_CONSTANT

/** How a hopping frequency is known: X(constant, number, name, what it means). */
#define HOP_STATE_LIST(X)                                                          \
    X(HOP_STATE_NONE, 0, "none", "no statement can be made")                       \
    X(HOP_STATE_MEASURED, 1, "measured", "inside the fitted frequencies")          \
    X(HOP_STATE_EXTRAPOLATED, 2, "extrapolated",                                   \
      "outside the fitted frequencies, with a finite interval")                    \
    X(HOP_STATE_LOWER_LIMIT, 3, "lower_limit",                                     \
      "only a lower limit (one-sided, 95 %) is known")                             \
    X(HOP_STATE_UPPER_LIMIT, 4, "upper_limit",                                     \
      "only an upper limit (one-sided, 95 %) is known")

#define HOP_STATE_CONSTANT(constant, number, name, meaning) constant = number,
enum { HOP_STATE_LIST(HOP_STATE_CONSTANT) HOP_STATE_LIST_END_ = -1 };
#undef HOP_STATE_CONSTANT

HOP_BEGIN_DECLS

/**
 * @brief Name of a quantity as in JSON, such as "f_p_Hz".
 * @return static text, NULL for a number that is no key. Thread-safe. @since 0.1
 */
HOP_API const char *hop_quantity_name(int32_t key);

/**
 * @brief Unit of a quantity, such as "S/m"; "1" for a pure number.
 * @return static text, NULL for a number that is no key. Thread-safe. @since 0.1
 */
HOP_API const char *hop_quantity_unit(int32_t key);

/**
 * @brief Name of one flag, such as "n-at-upper-bound".
 * @param flag one of the HOP_FLAG_ constants (one bit).
 * @return static text, NULL for anything else. Thread-safe. @since 0.1
 */
HOP_API const char *hop_flag_name(uint32_t flag);

/**
 * @brief What one flag means, in one line of English.
 * @param flag one of the HOP_FLAG_ constants (one bit).
 * @return static text, NULL for anything else. Thread-safe. @since 0.1
 */
HOP_API const char *hop_flag_meaning(uint32_t flag);

/**
 * @brief Name of a state, such as "lower_limit".
 * @return static text, NULL for a number that is no state. Thread-safe. @since 0.1
 */
HOP_API const char *hop_state_name(int32_t state);

HOP_END_DECLS

#endif
