/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_HOP_HPP
#define HOP_HOP_HPP

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <hop/drt.hpp>
#include <hop/fit.hpp>
#include <hop/hop.h>
#include <hop/kk.hpp>
#include <hop/spectrum.hpp>

/**
 * @file hop.hpp
 * @brief The C interface for C++11: handles that release themselves, vectors, exceptions.
 *
 * Header only and never part of the binary interface: all of it is compiled
 * into your program. A class wraps the C handle of the same name, can be moved
 * but not copied, and what it does is said at the C function. get() gives the
 * handle for a call that is not wrapped. An error is thrown as hop::error.
 */

namespace hop
{

/** The points of an Arrhenius series. */
class series : public detail::handle<hop_series, hop_series_destroy>
{
public:
    explicit series(context &ctx) : handle(make(ctx, hop_series_create)) {}
    void add(context &ctx, const jpl &fit, const hopping &f_p)
    {
        ctx.check(hop_series_add_fit(ctx.get(), get(), fit.get(), f_p.get()));
    }
    /** @p covariance is the 2 × 2 of (ln σ_dc, ln f_p), row-major, or empty: not known. */
    void add(context &ctx, double temperature_k, double ln_sigma_dc, double ln_f_p,
             const std::vector<double> &covariance = {})
    {
        const double *given =
            covariance.empty() ? nullptr : detail::same_size(covariance, 4, "the covariance");
        ctx.check(hop_series_add(ctx.get(), get(), temperature_k, ln_sigma_dc, ln_f_p, given));
    }
    void add_limit(context &ctx, double temperature_k, double ln_sigma_dc,
                   double variance_ln_sigma_dc, std::int32_t state, double ln_f_p_limit)
    {
        ctx.check(hop_series_add_limit(ctx.get(), get(), temperature_k, ln_sigma_dc,
                                       variance_ln_sigma_dc, state, ln_f_p_limit));
    }
    /** Of the temperatures that are added after it. */
    void set_temperature_error(context &ctx, double error_k)
    {
        ctx.check(hop_series_set_temperature_error(ctx.get(), get(), error_k));
    }
    /** Common to all temperatures. */
    void set_temperature_offset_error(context &ctx, double error_k)
    {
        ctx.check(hop_series_set_temperature_offset_error(ctx.get(), get(), error_k));
    }
    std::size_t size() const noexcept { return hop_series_count(get()); }
};

class arrhenius_options
    : public detail::handle<hop_arrhenius_options, hop_arrhenius_options_destroy>
{
public:
    explicit arrhenius_options(context &ctx) : handle(make(ctx, hop_arrhenius_options_create)) {}
    void set_method(context &ctx, std::int32_t method)
    {
        ctx.check(hop_arrhenius_options_set_method(ctx.get(), get(), method));
    }
    void set_birge(context &ctx, std::int32_t birge)
    {
        ctx.check(hop_arrhenius_options_set_birge(ctx.get(), get(), birge));
    }
    void set_limits(context &ctx, std::int32_t limits, double width = NAN)
    {
        ctx.check(hop_arrhenius_options_set_limits(ctx.get(), get(), limits, width));
    }
    void set_loss(context &ctx, std::int32_t loss)
    {
        ctx.check(hop_arrhenius_options_set_loss(ctx.get(), get(), loss));
    }
    void set_quantity(context &ctx, std::int32_t quantity)
    {
        ctx.check(hop_arrhenius_options_set_quantity(ctx.get(), get(), quantity));
    }
};

/** Both Arrhenius lines. */
class arrhenius : public detail::handle<hop_arrhenius, hop_arrhenius_destroy>
{
public:
    using handle::handle;
    arrhenius(context &ctx, const series &points)
        : handle(make(ctx, hop_arrhenius_fit, points.get(), nullptr))
    {}
    arrhenius(context &ctx, const series &points, const arrhenius_options &options)
        : handle(make(ctx, hop_arrhenius_fit, points.get(), options.get()))
    {}
    double value(std::int32_t key) const noexcept { return hop_arrhenius_value(get(), key); }
    double standard_error(std::int32_t key) const noexcept
    {
        return hop_arrhenius_standard_error(get(), key);
    }
    /** 4 × 4, row-major, of (E_a, ln σ₀, E_m, ln f_e). */
    std::vector<double> covariance() const
    {
        std::vector<double> out(16);
        detail::check(hop_arrhenius_covariance(get(), out.data()));
        return out;
    }
    /** ln(σT) and ln f_p at a temperature. */
    std::vector<double> predict(double temperature_k) const
    {
        std::vector<double> out(2);
        detail::check(hop_arrhenius_predict(get(), temperature_k, out.data(), nullptr));
        return out;
    }
    /** The 2 × 2 covariance of predict(), row-major. */
    std::vector<double> predict_covariance(double temperature_k) const
    {
        std::vector<double> out(4);
        double values[2];
        detail::check(hop_arrhenius_predict(get(), temperature_k, values, out.data()));
        return out;
    }
    hop::interval interval(std::int32_t key, double level = 0.95) const
    {
        hop::interval out;
        detail::check(hop_arrhenius_interval(get(), key, level, &out.lower, &out.upper));
        return out;
    }
    /** About a line: HOP_LN_SIGMA_T or HOP_LN_F_P; @p new_sd 0 is the line itself. */
    hop::interval band(std::int32_t key, double temperature_k, double level = 0.95,
                       double new_sd = 0) const
    {
        hop::interval out;
        detail::check(hop_arrhenius_band(get(), key, temperature_k, level, new_sd, &out.lower,
                                         &out.upper));
        return out;
    }
    /** HOP_LEVERAGE, HOP_COOK_DISTANCE, …: a number for each temperature. */
    std::vector<double> influence(context &ctx, std::int32_t key) const
    {
        std::size_t count = 0;
        ctx.check(hop_arrhenius_influence(ctx.get(), get(), key, nullptr, 0, &count));
        std::vector<double> out(count);
        ctx.check(hop_arrhenius_influence(ctx.get(), get(), key, out.data(), count, nullptr));
        return out;
    }
    std::uint32_t flags() const noexcept { return hop_arrhenius_flags(get()); }
    std::int32_t method() const noexcept { return hop_arrhenius_method(get()); }
};

/** A line and two curves through one quantity of a series, to be compared. */
class alternatives : public detail::handle<hop_alternatives, hop_alternatives_destroy>
{
public:
    /** @p quantity: HOP_ARRHENIUS_SIGMA_T, _SIGMA or _F_P. */
    alternatives(context &ctx, const series &points, std::int32_t quantity)
        : handle(make(ctx, hop_arrhenius_alternatives, points.get(), quantity))
    {}
    /** @p curve: one of the HOP_CURVE_ constants. */
    double value(std::int32_t curve, std::int32_t key) const noexcept
    {
        return hop_alternatives_value(get(), curve, key);
    }
    double standard_error(std::int32_t curve, std::int32_t key) const noexcept
    {
        return hop_alternatives_standard_error(get(), curve, key);
    }
    /** The curve at a temperature, as ln y. */
    double evaluate(std::int32_t curve, double temperature_k) const
    {
        double out = 0;
        detail::check(hop_alternatives_evaluate(get(), curve, temperature_k, &out));
        return out;
    }
    std::int32_t best() const noexcept { return hop_alternatives_best(get()); }
    std::uint32_t flags(std::int32_t curve) const noexcept
    {
        return hop_alternatives_flags(get(), curve);
    }
};

/** One straight line against 1/T. */
class line : public detail::handle<hop_line, hop_line_destroy>
{
public:
    /** @p sd may be empty: equal weights. */
    line(context &ctx, const std::vector<double> &temperature_k, const std::vector<double> &y,
         const std::vector<double> &sd = {})
        : handle(make(ctx, hop_arrhenius_line, temperature_k.size(), temperature_k.data(),
                      detail::same_size(y, temperature_k.size(), "y"),
                      sd.empty() ? nullptr : detail::same_size(sd, temperature_k.size(), "sd")))
    {}
    double value(std::int32_t key) const noexcept { return hop_line_value(get(), key); }
    double standard_error(std::int32_t key) const noexcept
    {
        return hop_line_standard_error(get(), key);
    }
    /** 2 × 2, row-major, of (slope, intercept). */
    std::vector<double> covariance() const
    {
        std::vector<double> out(4);
        detail::check(hop_line_covariance(get(), out.data()));
        return out;
    }
    std::uint32_t flags() const noexcept { return hop_line_flags(get()); }
};

class transport_options
    : public detail::handle<hop_transport_options, hop_transport_options_destroy>
{
public:
    explicit transport_options(context &ctx) : handle(make(ctx, hop_transport_options_create)) {}
    void set_attempt_frequency(context &ctx, double nu0_hz, double standard_error_hz = 0)
    {
        ctx.check(hop_transport_options_set_attempt_frequency(ctx.get(), get(), nu0_hz,
                                                              standard_error_hz));
    }
    void set_convention(context &ctx, std::int32_t convention)
    {
        ctx.check(hop_transport_options_set_convention(ctx.get(), get(), convention));
    }
    void set_carrier(context &ctx, double geometry_factor, double charge_number,
                     double hop_distance_m)
    {
        ctx.check(hop_transport_options_set_carrier(ctx.get(), get(), geometry_factor,
                                                    charge_number, hop_distance_m));
    }
    void set_dimension(context &ctx, std::int32_t dimension)
    {
        ctx.check(hop_transport_options_set_dimension(ctx.get(), get(), dimension));
    }
    void set_ion_density(context &ctx, double per_m3, double standard_error_per_m3 = 0)
    {
        ctx.check(hop_transport_options_set_ion_density(ctx.get(), get(), per_m3,
                                                        standard_error_per_m3));
    }
};

/** Migration entropy, concentration factor and what follows from them. */
class transport : public detail::handle<hop_transport, hop_transport_destroy>
{
public:
    using handle::handle;
    transport(context &ctx, const arrhenius &lines)
        : handle(make(ctx, hop_transport_derive, lines.get(), nullptr))
    {}
    transport(context &ctx, const arrhenius &lines, const transport_options &options)
        : handle(make(ctx, hop_transport_derive, lines.get(), options.get()))
    {}
    std::size_t size() const noexcept { return hop_transport_count(get()); }
    double temperature(std::size_t i) const noexcept
    {
        return hop_transport_temperature(get(), i);
    }
    std::int32_t state(std::size_t i) const noexcept { return hop_transport_state(get(), i); }
    double value(std::size_t i, std::int32_t key) const noexcept
    {
        return hop_transport_value(get(), i, key);
    }
    double standard_error(std::size_t i, std::int32_t key) const noexcept
    {
        return hop_transport_standard_error(get(), i, key);
    }
    hop::interval interval(std::size_t i, std::int32_t key, double level = 0.95) const
    {
        hop::interval out;
        detail::check(hop_transport_interval(get(), i, key, level, &out.lower, &out.upper));
        return out;
    }
    double intercept_value(std::int32_t key) const noexcept
    {
        return hop_transport_intercept_value(get(), key);
    }
    double intercept_standard_error(std::int32_t key) const noexcept
    {
        return hop_transport_intercept_standard_error(get(), key);
    }
    std::int32_t convention() const noexcept { return hop_transport_convention(get()); }
};

class study_options : public detail::handle<hop_study_options, hop_study_options_destroy>
{
public:
    explicit study_options(context &ctx) : handle(make(ctx, hop_study_options_create)) {}
    void set_jpl(context &ctx, const jpl_options &options)
    {
        ctx.check(hop_study_options_set_jpl(ctx.get(), get(), options.get()));
    }
    void set_extractor(context &ctx, std::int32_t extractor)
    {
        ctx.check(hop_study_options_set_extractor(ctx.get(), get(), extractor));
    }
    void set_arrhenius(context &ctx, const arrhenius_options &options)
    {
        ctx.check(hop_study_options_set_arrhenius(ctx.get(), get(), options.get()));
    }
    void set_transport(context &ctx, const transport_options &options)
    {
        ctx.check(hop_study_options_set_transport(ctx.get(), get(), options.get()));
    }
    void set_relaxations(context &ctx, bool on)
    {
        ctx.check(hop_study_options_set_relaxations(ctx.get(), get(), on ? 1 : 0));
    }
    void set_kk_test(context &ctx, bool on)
    {
        ctx.check(hop_study_options_set_kk_test(ctx.get(), get(), on ? 1 : 0));
    }
    void set_arc_test(context &ctx, bool on)
    {
        ctx.check(hop_study_options_set_arc_test(ctx.get(), get(), on ? 1 : 0));
    }
    void set_temperature_error(context &ctx, double random_k, double offset_k)
    {
        ctx.check(hop_study_options_set_temperature_error(ctx.get(), get(), random_k, offset_k));
    }
};

/** The whole chain for one sample. Its parts are borrowed: they live as long as the study. */
class study : public detail::handle<hop_study, hop_study_destroy>
{
public:
    study(context &ctx, const std::vector<spectrum> &spectra)
        : handle(analyze(ctx, spectra, nullptr))
    {}
    study(context &ctx, const std::vector<spectrum> &spectra, const study_options &options)
        : handle(analyze(ctx, spectra, options.get()))
    {}
    std::size_t size() const noexcept { return hop_study_count(get()); }
    jpl fit(std::size_t i) const noexcept { return jpl(hop_study_fit(get(), i)); }
    hop::hopping hopping(std::size_t i) const noexcept
    {
        return hop::hopping(hop_study_hopping(get(), i));
    }
    hop::hopping crossing(std::size_t i) const noexcept
    {
        return hop::hopping(hop_study_crossing(get(), i));
    }
    /** The lines, textbook regressions and transport quantities; false where there are none. */
    hop::arrhenius arrhenius() const noexcept
    {
        return hop::arrhenius(hop_study_arrhenius(get()));
    }
    hop::arrhenius textbook() const noexcept
    {
        return hop::arrhenius(hop_study_textbook(get()));
    }
    hop::transport transport() const noexcept
    {
        return hop::transport(hop_study_transport(get()));
    }
    std::uint32_t reasons() const noexcept { return hop_study_reasons(get()); }
    /** False where a spectrum was not tested. */
    hop::kk kk(std::size_t i) const noexcept { return hop::kk(hop_study_kk(get(), i)); }
    hop::drt drt(std::size_t i) const noexcept { return hop::drt(hop_study_drt(get(), i)); }
    std::uint32_t reasons(std::size_t i) const noexcept
    {
        return hop_study_spectrum_reasons(get(), i);
    }
    double arc_evidence(std::size_t i) const noexcept { return hop_study_arc_evidence(get(), i); }
    bool applicable() const noexcept { return hop_study_applicable(get()) != 0; }

private:
    static hop_study *analyze(context &ctx, const std::vector<spectrum> &spectra,
                              const hop_study_options *options)
    {
        std::vector<const hop_spectrum *> handles;
        for (const spectrum &s : spectra) {
            handles.push_back(s.get());
        }
        return make(ctx, hop_study_analyze, handles.size(), handles.data(), options);
    }
};

} // namespace hop

#endif
