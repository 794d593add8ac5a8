/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_DRT_HPP
#define HOP_DRT_HPP

#include <cstddef>
#include <cstdint>
#include <vector>

#include <hop/drt.h>
#include <hop/spectrum.hpp>

/** @file drt.hpp @brief C++11: distributions of relaxation times. See hop.hpp. */

namespace hop
{

class drt_options : public detail::handle<hop_drt_options, hop_drt_options_destroy>
{
public:
    explicit drt_options(context &ctx) : handle(make(ctx, hop_drt_options_create)) {}
    void set_basis(context &ctx, std::int32_t basis, double coefficient = 0.5)
    {
        ctx.check(hop_drt_options_set_basis(ctx.get(), get(), basis, coefficient));
    }
    void set_order(context &ctx, std::int32_t order)
    {
        ctx.check(hop_drt_options_set_order(ctx.get(), get(), order));
    }
    void set_parts(context &ctx, std::int32_t parts)
    {
        ctx.check(hop_drt_options_set_parts(ctx.get(), get(), parts));
    }
    void set_series(context &ctx, bool has_resistance, bool has_inductance)
    {
        ctx.check(hop_drt_options_set_series(ctx.get(), get(), has_resistance ? 1 : 0,
                                             has_inductance ? 1 : 0));
    }
    void set_electrode(context &ctx, std::int32_t electrode, double alpha = unknown)
    {
        ctx.check(hop_drt_options_set_electrode(ctx.get(), get(), electrode, alpha));
    }
    void set_weighting(context &ctx, std::int32_t weighting)
    {
        ctx.check(hop_drt_options_set_weighting(ctx.get(), get(), weighting));
    }
    void set_standard_deviations(context &ctx, const std::vector<double> &sd_re_ohm,
                                 const std::vector<double> &sd_im_ohm)
    {
        ctx.check(hop_drt_options_set_standard_deviations(
            ctx.get(), get(), sd_re_ohm.size(), sd_re_ohm.data(),
            detail::same_size(sd_im_ohm, sd_re_ohm.size(), "sd_im_ohm")));
    }
    void set_tau(context &ctx, double tau_min_s, double tau_max_s, std::size_t count)
    {
        ctx.check(hop_drt_options_set_tau(ctx.get(), get(), tau_min_s, tau_max_s, count));
    }
    void set_lambda(context &ctx, std::int32_t method, double lambda = unknown)
    {
        ctx.check(hop_drt_options_set_lambda(ctx.get(), get(), method, lambda));
    }
    void set_samples(context &ctx, std::int32_t samples, std::uint32_t seed = 1)
    {
        ctx.check(hop_drt_options_set_samples(ctx.get(), get(), samples, seed));
    }
    void set_peaks(context &ctx, double least_share, double least_depth)
    {
        ctx.check(hop_drt_options_set_peaks(ctx.get(), get(), least_share, least_depth));
    }
    void set_noise(context &ctx, bool on)
    {
        ctx.check(hop_drt_options_set_noise(ctx.get(), get(), on ? 1 : 0));
    }
    void set_peak_fit(context &ctx, bool on)
    {
        ctx.check(hop_drt_options_set_peak_fit(ctx.get(), get(), on ? 1 : 0));
    }
};

/** The distribution of one spectrum. */
class drt : public detail::handle<hop_drt, hop_drt_destroy>
{
public:
    struct curve {
        std::vector<double> x;
        std::vector<double> y;
    };

    using handle::handle;
    drt(context &ctx, const spectrum &s) : handle(make(ctx, hop_drt_calculate, s.get(), nullptr))
    {}
    drt(context &ctx, const spectrum &s, const drt_options &options)
        : handle(make(ctx, hop_drt_calculate, s.get(), options.get()))
    {}
    double value(std::int32_t key) const noexcept { return hop_drt_value(get(), key); }
    std::uint32_t warnings() const noexcept { return hop_drt_warnings(get()); }
    std::int32_t lambda_method() const noexcept { return hop_drt_lambda_method(get()); }
    /** γ in Ω over τ in s. */
    curve gamma() const { return curve_of(hop_drt_gamma); }
    /** The score over λ. */
    curve lambda_curve() const { return curve_of(hop_drt_lambda_curve); }
    std::vector<double> evaluate(const std::vector<double> &tau_s) const
    {
        std::vector<double> out(tau_s.size());
        detail::check(hop_drt_evaluate(get(), tau_s.size(), tau_s.data(), out.data()));
        return out;
    }
    /** Z(f) of the result in Ω, in ascending frequency. */
    spectrum::parts impedance() const
    {
        const curve both = curve_of(hop_drt_impedance);
        spectrum::parts out;
        out.re = both.x;
        out.im = both.y;
        return out;
    }
    /** The two ends of the credible band of γ, in Ω. */
    curve band(double level = 0.95) const
    {
        std::size_t count = 0;
        detail::check(hop_drt_band(get(), level, nullptr, nullptr, 0, &count));
        curve out = {std::vector<double>(count), std::vector<double>(count)};
        detail::check(
            hop_drt_band(get(), level, out.x.data(), out.y.data(), count, nullptr));
        return out;
    }
    std::size_t peak_count() const noexcept
    {
        return static_cast<std::size_t>(hop_drt_value(get(), HOP_PEAK_COUNT));
    }
    double peak(std::size_t i, std::int32_t key) const noexcept
    {
        return hop_drt_peak(get(), i, key);
    }

private:
    template <class Call> curve curve_of(Call call) const
    {
        std::size_t count = 0;
        detail::check(call(get(), nullptr, nullptr, 0, &count));
        curve out = {std::vector<double>(count), std::vector<double>(count)};
        if (count > 0) {
            detail::check(call(get(), out.x.data(), out.y.data(), count, nullptr));
        }
        return out;
    }
};

/** The distributions of several spectra; its parts are borrowed and live as long as it does. */
class drt_set : public detail::handle<hop_drt_set, hop_drt_set_destroy>
{
public:
    drt_set(context &ctx, const std::vector<spectrum> &spectra)
        : handle(calculate(ctx, spectra, nullptr))
    {}
    drt_set(context &ctx, const std::vector<spectrum> &spectra, const drt_options &options)
        : handle(calculate(ctx, spectra, options.get()))
    {}
    std::size_t size() const noexcept { return hop_drt_set_count(get()); }
    drt at(std::size_t i) const noexcept { return drt(hop_drt_set_get(get(), i)); }

private:
    static hop_drt_set *calculate(context &ctx, const std::vector<spectrum> &spectra,
                                  const hop_drt_options *options)
    {
        std::vector<const hop_spectrum *> handles;
        for (const spectrum &s : spectra) {
            handles.push_back(s.get());
        }
        return make(ctx, hop_drt_batch, handles.size(), handles.data(), options);
    }
};

} // namespace hop

#endif
