/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_COMPARE_HPP
#define HOP_COMPARE_HPP

#include <cstddef>
#include <cstdint>
#include <vector>

#include <hop/hop.hpp>

/**
 * @file compare.hpp
 * @brief C++11: what temperatures, samples and spectra have in common; on top of hop.hpp.
 */

namespace hop
{

/** The parts of one change of ln(σT). */
class decomposition : public detail::handle<hop_decomposition, hop_decomposition_destroy>
{
public:
    static decomposition temperatures(context &ctx, const arrhenius &lines, double first_k,
                                      double second_k)
    {
        return decomposition(
            make(ctx, hop_decompose_temperatures, lines.get(), first_k, second_k));
    }
    static decomposition points(context &ctx, const arrhenius &lines, std::size_t first,
                                std::size_t second)
    {
        return decomposition(make(ctx, hop_decompose_points, lines.get(), first, second));
    }
    static decomposition samples(context &ctx, const arrhenius &first,
                                 const transport_options &first_options, const arrhenius &second,
                                 const transport_options &second_options, double temperature_k)
    {
        return decomposition(make(ctx, hop_decompose_samples, first.get(), first_options.get(),
                                  second.get(), second_options.get(), temperature_k));
    }
    double value(std::int32_t key) const noexcept { return hop_decomposition_value(get(), key); }
    double standard_error(std::int32_t key) const noexcept
    {
        return hop_decomposition_standard_error(get(), key);
    }
    double share(std::int32_t key) const noexcept { return hop_decomposition_share(get(), key); }
    double share_standard_error(std::int32_t key) const noexcept
    {
        return hop_decomposition_share_standard_error(get(), key);
    }
    hop::interval share_interval(std::int32_t key, double level = 0.95) const
    {
        hop::interval out;
        detail::check(
            hop_decomposition_share_interval(get(), key, level, &out.lower, &out.upper));
        return out;
    }
    std::uint32_t flags() const noexcept { return hop_decomposition_flags(get()); }

private:
    using handle::handle;
};

/** All spectra of a sample at once, with σ_dc and f_p on Arrhenius lines. */
class global : public detail::handle<hop_global, hop_global_destroy>
{
public:
    /** @p exponent: one of the HOP_EXPONENT_ constants. */
    global(context &ctx, const std::vector<spectrum> &spectra, std::int32_t exponent)
        : handle(of_spectra(ctx, spectra, nullptr, exponent))
    {}
    global(context &ctx, const std::vector<spectrum> &spectra, const jpl_options &options,
           std::int32_t exponent)
        : handle(of_spectra(ctx, spectra, options.get(), exponent))
    {}
    double value(std::int32_t key) const noexcept { return hop_global_value(get(), key); }
    double standard_error(std::int32_t key) const noexcept
    {
        return hop_global_standard_error(get(), key);
    }
    /** 4 × 4, row-major, of (E_a, ln σ₀, E_m, ln f_e). */
    std::vector<double> covariance() const
    {
        std::vector<double> out(16);
        detail::check(hop_global_covariance(get(), out.data()));
        return out;
    }
    std::size_t size() const noexcept { return hop_global_count(get()); }
    /** Of spectrum @p i on the lines. */
    double value(std::size_t i, std::int32_t key) const noexcept
    {
        return hop_global_spectrum_value(get(), i, key);
    }
    double standard_error(std::size_t i, std::int32_t key) const noexcept
    {
        return hop_global_spectrum_standard_error(get(), i, key);
    }
    std::uint32_t flags() const noexcept { return hop_global_flags(get()); }

private:
    static hop_global *of_spectra(context &ctx, const std::vector<spectrum> &spectra,
                                  const hop_jpl_options *options, std::int32_t exponent)
    {
        std::vector<const hop_spectrum *> handles;
        for (const spectrum &s : spectra) {
            handles.push_back(s.get());
        }
        return make(ctx, hop_global_fit, handles.size(), handles.data(), options, exponent);
    }
};

/** A straight line across samples, with errors in both axes (Meyer–Neldel rule). */
class compensation : public detail::handle<hop_compensation, hop_compensation_destroy>
{
public:
    /** @p covariance: four numbers a sample. */
    compensation(context &ctx, const std::vector<double> &x_eV, const std::vector<double> &y,
                 const std::vector<double> &covariance,
                 std::int32_t birge = HOP_BIRGE_SIGNIFICANT)
        : handle(make(ctx, hop_meyer_neldel, x_eV.size(), x_eV.data(),
                      detail::same_size(y, x_eV.size(), "y"),
                      detail::same_size(covariance, 4 * x_eV.size(), "covariance"), birge))
    {}
    /** @p energy: HOP_E_A or HOP_E_M. */
    compensation(context &ctx, const std::vector<arrhenius> &samples, std::int32_t energy,
                 std::int32_t birge = HOP_BIRGE_SIGNIFICANT)
        : handle(of_samples(ctx, samples, energy, birge))
    {}
    double value(std::int32_t key) const noexcept { return hop_compensation_value(get(), key); }
    double standard_error(std::int32_t key) const noexcept
    {
        return hop_compensation_standard_error(get(), key);
    }
    hop::interval interval(std::int32_t key, double level = 0.95) const
    {
        hop::interval out;
        detail::check(hop_compensation_interval(get(), key, level, &out.lower, &out.upper));
        return out;
    }
    /** 2 × 2, row-major, of (slope, intercept). */
    std::vector<double> covariance() const
    {
        std::vector<double> out(4);
        detail::check(hop_compensation_covariance(get(), out.data()));
        return out;
    }
    std::uint32_t flags() const noexcept { return hop_compensation_flags(get()); }

private:
    static hop_compensation *of_samples(context &ctx, const std::vector<arrhenius> &samples,
                                        std::int32_t energy, std::int32_t birge)
    {
        std::vector<const hop_arrhenius *> handles;
        for (const arrhenius &a : samples) {
            handles.push_back(a.get());
        }
        return make(ctx, hop_meyer_neldel_arrhenius, handles.size(), handles.data(), energy,
                    birge);
    }
};

/** Spectra on scaled axes, and how well they collapse. */
class scaling : public detail::handle<hop_scaling, hop_scaling_destroy>
{
public:
    struct curve {
        std::vector<double> x;
        std::vector<double> y;
    };

    /** @p f_p_hz may be empty unless @p kind is HOP_SCALING_GHOSH. */
    scaling(context &ctx, const std::vector<spectrum> &spectra,
            const std::vector<double> &sigma_dc_s_per_m, const std::vector<double> &f_p_hz,
            std::int32_t kind)
        : handle(collapse(ctx, spectra, sigma_dc_s_per_m, f_p_hz, kind))
    {}
    std::size_t size() const noexcept { return hop_scaling_count(get()); }
    std::int32_t kind() const noexcept { return hop_scaling_kind(get()); }
    double value(std::int32_t key) const noexcept { return hop_scaling_value(get(), key); }
    double standard_error(std::int32_t key) const noexcept
    {
        return hop_scaling_standard_error(get(), key);
    }
    std::uint32_t flags() const noexcept { return hop_scaling_flags(get()); }
    double spectrum_value(std::size_t i, std::int32_t key) const noexcept
    {
        return hop_scaling_spectrum_value(get(), i, key);
    }
    std::uint32_t spectrum_flags(std::size_t i) const noexcept
    {
        return hop_scaling_spectrum_flags(get(), i);
    }
    curve scaled(std::size_t i) const
    {
        std::size_t count = 0;
        detail::check(hop_scaling_curve(get(), i, nullptr, nullptr, 0, &count));
        curve out = {std::vector<double>(count), std::vector<double>(count)};
        if (count > 0) {
            detail::check(
                hop_scaling_curve(get(), i, out.x.data(), out.y.data(), count, nullptr));
        }
        return out;
    }
    curve common() const
    {
        std::size_t count = 0;
        detail::check(hop_scaling_common(get(), nullptr, nullptr, 0, &count));
        curve out = {std::vector<double>(count), std::vector<double>(count)};
        if (count > 0) {
            detail::check(hop_scaling_common(get(), out.x.data(), out.y.data(), count, nullptr));
        }
        return out;
    }

private:
    static hop_scaling *collapse(context &ctx, const std::vector<spectrum> &spectra,
                                 const std::vector<double> &sigma_dc_s_per_m,
                                 const std::vector<double> &f_p_hz, std::int32_t kind)
    {
        std::vector<const hop_spectrum *> handles;
        for (const spectrum &s : spectra) {
            handles.push_back(s.get());
        }
        return make(ctx, hop_scaling_collapse, handles.size(), handles.data(),
                    detail::same_size(sigma_dc_s_per_m, handles.size(), "sigma_dc"),
                    f_p_hz.empty() ? nullptr : detail::same_size(f_p_hz, handles.size(), "f_p"),
                    kind);
    }
};

} // namespace hop

#endif
