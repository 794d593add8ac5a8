/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_HOP_HPP
#define HOP_HOP_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <hop/handle.hpp>
#include <hop/hop.h>

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

/** One measured spectrum. */
class spectrum : public detail::handle<hop_spectrum, hop_spectrum_destroy>
{
public:
    using handle::handle;

    /** Real and imaginary part, in the order of frequencies(). */
    struct parts {
        std::vector<double> re;
        std::vector<double> im;
    };

    /**
     * @p representation says what the parts are, HOP_IMPEDANCE … HOP_MODULUS, in
     * SI units. @p im may be empty for HOP_CONDUCTIVITY: only σ′ is known.
     */
    spectrum(context &ctx, std::int32_t representation, const std::vector<double> &freq_hz,
             const std::vector<double> &re, const std::vector<double> &im,
             double thickness_m = unknown, double area_m2 = unknown,
             double temperature_k = unknown)
        : handle(make(ctx, maker_of(representation), freq_hz.size(), freq_hz.data(),
                      detail::same_size(re, freq_hz.size(), "the real part"),
                      im.empty() && representation == HOP_CONDUCTIVITY
                          ? nullptr
                          : detail::same_size(im, freq_hz.size(), "the imaginary part"),
                      thickness_m, area_m2, temperature_k))
    {}

    spectrum with_standard_deviations(context &ctx, const std::vector<double> &sd_s_per_m) const
    {
        return spectrum(make(ctx, hop_spectrum_with_standard_deviations, get(),
                             sd_s_per_m.size(), sd_s_per_m.data()));
    }
    spectrum window(context &ctx, double f_min_hz, double f_max_hz) const
    {
        return spectrum(make(ctx, hop_spectrum_window, get(), f_min_hz, f_max_hz));
    }
    std::size_t size() const noexcept { return hop_spectrum_count(get()); }
    double temperature() const noexcept { return hop_spectrum_temperature(get()); }
    double thickness() const noexcept { return hop_spectrum_thickness(get()); }
    double area() const noexcept { return hop_spectrum_area(get()); }
    bool is_complex() const noexcept { return hop_spectrum_is_complex(get()) != 0; }
    std::vector<double> frequencies() const
    {
        std::vector<double> out(size());
        detail::check(hop_spectrum_frequencies(get(), out.data(), out.size(), nullptr));
        return out;
    }
    /** The imaginary part is empty if only σ′ is known. */
    parts values(std::int32_t representation) const
    {
        parts out;
        out.re.resize(size());
        out.im.resize(is_complex() ? size() : 0);
        detail::check(hop_spectrum_values(get(), representation, out.re.data(),
                                          is_complex() ? out.im.data() : nullptr, size(),
                                          nullptr));
        return out;
    }
    std::vector<double> standard_deviations() const
    {
        std::vector<double> out(size());
        detail::check(hop_spectrum_standard_deviations(get(), out.data(), out.size(), nullptr));
        return out;
    }

private:
    using maker = hop_status (*)(hop_ctx *, std::size_t, const double *, const double *,
                                 const double *, double, double, double, hop_spectrum **);

    static maker maker_of(std::int32_t representation)
    {
        switch (representation) {
        case HOP_IMPEDANCE:
            return hop_spectrum_from_impedance;
        case HOP_ADMITTANCE:
            return hop_spectrum_from_admittance;
        case HOP_CONDUCTIVITY:
            return hop_spectrum_from_conductivity;
        case HOP_PERMITTIVITY:
            return hop_spectrum_from_permittivity;
        case HOP_MODULUS:
            return hop_spectrum_from_modulus;
        default:
            throw error(HOP_ERR_INVALID_ARGUMENT, "representation "
                                                      + std::to_string(representation)
                                                      + " is not one of 1 to 5");
        }
    }
};

class jpl_options : public detail::handle<hop_jpl_options, hop_jpl_options_destroy>
{
public:
    explicit jpl_options(context &ctx) : handle(make(ctx, hop_jpl_options_create)) {}
    void set_weighting(context &ctx, std::int32_t weighting)
    {
        ctx.check(hop_jpl_options_set_weighting(ctx.get(), get(), weighting));
    }
    void set_n_range(context &ctx, double n_min, double n_max)
    {
        ctx.check(hop_jpl_options_set_n_range(ctx.get(), get(), n_min, n_max));
    }
    void set_loss(context &ctx, std::int32_t loss)
    {
        ctx.check(hop_jpl_options_set_loss(ctx.get(), get(), loss));
    }
    void set_frequency_range(context &ctx, double f_min_hz, double f_max_hz)
    {
        ctx.check(hop_jpl_options_set_frequency_range(ctx.get(), get(), f_min_hz, f_max_hz));
    }
};

/** The fit of the Jonscher power law to one spectrum. */
class jpl : public detail::handle<hop_jpl, hop_jpl_destroy>
{
public:
    using handle::handle;
    jpl(context &ctx, const spectrum &s) : handle(make(ctx, hop_jpl_fit, s.get(), nullptr)) {}
    jpl(context &ctx, const spectrum &s, const jpl_options &options)
        : handle(make(ctx, hop_jpl_fit, s.get(), options.get()))
    {}
    double value(std::int32_t key) const noexcept { return hop_jpl_value(get(), key); }
    double standard_error(std::int32_t key) const noexcept
    {
        return hop_jpl_standard_error(get(), key);
    }
    hop::interval interval(std::int32_t key, double level = 0.95,
                           std::int32_t method = HOP_INTERVAL_LINEARISED) const
    {
        hop::interval out;
        detail::check(hop_jpl_interval(get(), key, level, method, &out.lower, &out.upper));
        return out;
    }
    /** (χ² − χ²_min)/s² with a parameter held at each of the values. */
    std::vector<double> profile(std::int32_t key, const std::vector<double> &values) const
    {
        std::vector<double> out(values.size());
        detail::check(hop_jpl_profile(get(), key, values.size(), values.data(), out.data()));
        return out;
    }
    /** 3 × 3, row-major, of (ln σ_dc, ln ω_p, n). */
    std::vector<double> covariance() const
    {
        std::vector<double> out(9);
        detail::check(hop_jpl_covariance(get(), out.data()));
        return out;
    }
    std::uint32_t flags() const noexcept { return hop_jpl_flags(get()); }
    std::int32_t weighting() const noexcept { return hop_jpl_weighting(get()); }
    std::vector<double> evaluate(const std::vector<double> &freq_hz) const
    {
        std::vector<double> out(freq_hz.size());
        detail::check(hop_jpl_evaluate(get(), freq_hz.size(), freq_hz.data(), out.data()));
        return out;
    }
};

class bootstrap_options
    : public detail::handle<hop_bootstrap_options, hop_bootstrap_options_destroy>
{
public:
    explicit bootstrap_options(context &ctx) : handle(make(ctx, hop_bootstrap_options_create)) {}
    void set_kind(context &ctx, std::int32_t kind)
    {
        ctx.check(hop_bootstrap_options_set_kind(ctx.get(), get(), kind));
    }
    void set_replicates(context &ctx, std::int32_t replicates)
    {
        ctx.check(hop_bootstrap_options_set_replicates(ctx.get(), get(), replicates));
    }
    void set_seed(context &ctx, std::uint32_t seed)
    {
        ctx.check(hop_bootstrap_options_set_seed(ctx.get(), get(), seed));
    }
};

/** Replicates of a fit. */
class bootstrap : public detail::handle<hop_bootstrap, hop_bootstrap_destroy>
{
public:
    using handle::handle;
    bootstrap(context &ctx, const jpl &fit)
        : handle(make(ctx, hop_jpl_bootstrap, fit.get(), nullptr))
    {}
    bootstrap(context &ctx, const jpl &fit, const bootstrap_options &options)
        : handle(make(ctx, hop_jpl_bootstrap, fit.get(), options.get()))
    {}
    hop::interval interval(std::int32_t key, double level = 0.95) const
    {
        hop::interval out;
        detail::check(hop_bootstrap_interval(get(), key, level, &out.lower, &out.upper));
        return out;
    }
    double standard_error(std::int32_t key) const noexcept
    {
        return hop_bootstrap_standard_error(get(), key);
    }
    std::vector<double> values(std::int32_t key) const
    {
        std::size_t count = 0;
        detail::check(hop_bootstrap_values(get(), key, nullptr, 0, &count));
        std::vector<double> out(count);
        detail::check(hop_bootstrap_values(get(), key, out.data(), count, nullptr));
        return out;
    }
    std::int32_t kind() const noexcept { return hop_bootstrap_kind(get()); }
    std::uint32_t flags() const noexcept { return hop_bootstrap_flags(get()); }
};

/** The hopping frequency of a fitted spectrum. */
class hopping : public detail::handle<hop_hopping, hop_hopping_destroy>
{
public:
    using handle::handle;
    hopping(context &ctx, const jpl &fit, const spectrum &s,
            std::int32_t extractor = HOP_EXTRACTOR_FIT)
        : handle(make(ctx, hop_hopping_extract, fit.get(), s.get(), extractor))
    {}
    double value(std::int32_t key) const noexcept { return hop_hopping_value(get(), key); }
    double standard_error(std::int32_t key) const noexcept
    {
        return hop_hopping_standard_error(get(), key);
    }
    hop::interval interval(std::int32_t key, double level = 0.95) const
    {
        hop::interval out;
        detail::check(hop_hopping_interval(get(), key, level, &out.lower, &out.upper));
        return out;
    }
    std::int32_t state() const noexcept { return hop_hopping_state(get()); }
    std::int32_t extractor() const noexcept { return hop_hopping_extractor(get()); }
    std::uint32_t flags() const noexcept { return hop_hopping_flags(get()); }
};

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
    std::uint32_t flags() const noexcept { return hop_arrhenius_flags(get()); }
    std::int32_t method() const noexcept { return hop_arrhenius_method(get()); }
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

/** What a file holds. */
class file : public detail::handle<hop_file, hop_file_destroy>
{
public:
    file(context &ctx, const std::string &path) : handle(make(ctx, hop_read_file, path.c_str()))
    {}
    std::size_t size() const noexcept { return hop_file_count(get()); }
    std::string format() const { return hop_file_format(get()); }
    double temperature(std::size_t i) const noexcept { return hop_file_temperature(get(), i); }
    hop::spectrum spectrum(context &ctx, std::size_t i, double thickness_m = unknown,
                           double area_m2 = unknown, double temperature_k = unknown) const
    {
        hop_spectrum *out = nullptr;
        ctx.check(
            hop_file_spectrum(ctx.get(), get(), i, thickness_m, area_m2, temperature_k, &out));
        return hop::spectrum(out);
    }
    std::vector<std::string> ignored() const
    {
        std::vector<std::string> out;
        for (std::size_t k = 0; k < hop_file_ignored_count(get()); k++) {
            out.push_back(hop_file_ignored(get(), k));
        }
        return out;
    }
};

class model_options : public detail::handle<hop_model_options, hop_model_options_destroy>
{
public:
    explicit model_options(context &ctx) : handle(make(ctx, hop_model_options_create)) {}
    void set_model(context &ctx, std::int32_t model)
    {
        ctx.check(hop_model_options_set_model(ctx.get(), get(), model));
    }
    void set_weighting(context &ctx, std::int32_t weighting)
    {
        ctx.check(hop_model_options_set_weighting(ctx.get(), get(), weighting));
    }
    void set_parts(context &ctx, std::uint32_t parts)
    {
        ctx.check(hop_model_options_set_parts(ctx.get(), get(), parts));
    }
    void set_n_range(context &ctx, double n_min, double n_max)
    {
        ctx.check(hop_model_options_set_n_range(ctx.get(), get(), n_min, n_max));
    }
    void set_frequency_range(context &ctx, double f_min_hz, double f_max_hz)
    {
        ctx.check(hop_model_options_set_frequency_range(ctx.get(), get(), f_min_hz, f_max_hz));
    }
    void set_starts(context &ctx, std::int32_t starts)
    {
        ctx.check(hop_model_options_set_starts(ctx.get(), get(), starts));
    }
};

/** A fitted model of a sample or a whole cell. */
class model : public detail::handle<hop_model, hop_model_destroy>
{
public:
    model(context &ctx, const spectrum &s) : handle(make(ctx, hop_model_fit, s.get(), nullptr)) {}
    model(context &ctx, const spectrum &s, const model_options &options)
        : handle(make(ctx, hop_model_fit, s.get(), options.get()))
    {}
    std::int32_t kind() const noexcept { return hop_model_kind(get()); }
    std::uint32_t parts() const noexcept { return hop_model_parts(get()); }
    std::int32_t weighting() const noexcept { return hop_model_weighting(get()); }
    /** The keys of the fitted parameters. */
    std::vector<std::int32_t> parameters() const
    {
        std::vector<std::int32_t> out;
        for (std::size_t i = 0; i < hop_model_parameter_count(get()); i++) {
            out.push_back(hop_model_parameter(get(), i));
        }
        return out;
    }
    double value(std::int32_t key) const noexcept { return hop_model_value(get(), key); }
    double standard_error(std::int32_t key) const noexcept
    {
        return hop_model_standard_error(get(), key);
    }
    hop::interval interval(std::int32_t key, double level = 0.95) const
    {
        hop::interval out;
        detail::check(hop_model_interval(get(), key, level, HOP_INTERVAL_LINEARISED, &out.lower,
                                         &out.upper));
        return out;
    }
    /** Square, row-major, in the order of parameters(); of ln but for exponents. */
    std::vector<double> covariance() const
    {
        const std::size_t n = hop_model_parameter_count(get());
        std::vector<double> out(n * n);
        detail::check(hop_model_covariance(get(), out.data(), out.size(), nullptr));
        return out;
    }
    std::uint32_t flags() const noexcept { return hop_model_flags(get()); }
    /** The imaginary part is empty for a model of the conductivity's real part. */
    spectrum::parts evaluate(const std::vector<double> &freq_hz,
                             std::int32_t representation) const
    {
        const bool is_complex = kind() == HOP_MODEL_CELL || kind() == HOP_MODEL_COMPLEX_JPL
                                || kind() == HOP_MODEL_COMPLEX_RBM;
        spectrum::parts out;
        out.re.resize(freq_hz.size());
        out.im.resize(is_complex ? freq_hz.size() : 0);
        detail::check(hop_model_evaluate(get(), freq_hz.size(), freq_hz.data(), representation,
                                         out.re.data(), is_complex ? out.im.data() : nullptr));
        return out;
    }
};

/** Makes spectra from known parameters. */
class simulation : public detail::handle<hop_simulation, hop_simulation_destroy>
{
public:
    simulation(context &ctx, std::int32_t model)
        : handle(make(ctx, hop_simulation_create, model))
    {}
    void set(context &ctx, std::int32_t parameter, double value)
    {
        ctx.check(hop_simulation_set(ctx.get(), get(), parameter, value));
    }
    void set_seed(context &ctx, std::uint32_t seed, std::uint32_t stream)
    {
        ctx.check(hop_simulation_set_seed(ctx.get(), get(), seed, stream));
    }
    hop::spectrum run(context &ctx, const std::vector<double> &freq_hz) const
    {
        hop_spectrum *out = nullptr;
        ctx.check(hop_simulation_run(ctx.get(), get(), freq_hz.size(), freq_hz.data(), &out));
        return hop::spectrum(out);
    }
};

inline void write_table(context &ctx, const spectrum &s, std::int32_t representation,
                        const std::string &path)
{
    ctx.check(hop_write_table(ctx.get(), s.get(), representation, path.c_str()));
}

} // namespace hop

#endif
