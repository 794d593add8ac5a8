/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_FIT_HPP
#define HOP_FIT_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <hop/bootstrap.h>
#include <hop/hopping.h>
#include <hop/jpl.h>
#include <hop/model.h>
#include <hop/spectrum.hpp>

/** @file fit.hpp @brief Fits of one spectrum: the power law, its bootstrap, the hopping frequency, other models. See hop.hpp. */

namespace hop
{

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

/** The hopping frequency of a fitted spectrum. */
class hopping : public detail::handle<hop_hopping, hop_hopping_destroy>
{
public:
    using handle::handle;
    hopping(context &ctx, const jpl &fit, const spectrum &s,
            std::int32_t extractor = HOP_EXTRACTOR_FIT)
        : handle(make(ctx, hop_hopping_extract, fit.get(), s.get(), extractor))
    {}
    /** Of a model, by one of the extractors that belong to it. */
    hopping(context &ctx, const model &m, std::int32_t extractor)
        : handle(make(ctx, hop_hopping_from_model, m.get(), extractor))
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

} // namespace hop

#endif
