/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_KK_HPP
#define HOP_KK_HPP

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <hop/kk.h>
#include <hop/spectrum.hpp>

/** @file kk.hpp @brief C++11: Kramers–Kronig tests of spectra. See hop.hpp. */

namespace hop
{

class kk_options : public detail::handle<hop_kk_options, hop_kk_options_destroy>
{
public:
    explicit kk_options(context &ctx) : handle(make(ctx, hop_kk_options_create)) {}
    void set_part(context &ctx, std::int32_t part)
    {
        ctx.check(hop_kk_options_set_part(ctx.get(), get(), part));
    }
    void set_representation(context &ctx, std::int32_t representation)
    {
        ctx.check(hop_kk_options_set_representation(ctx.get(), get(), representation));
    }
    void set_terms(context &ctx, std::uint32_t terms)
    {
        ctx.check(hop_kk_options_set_terms(ctx.get(), get(), terms));
    }
    void set_extension(context &ctx, double decades)
    {
        ctx.check(hop_kk_options_set_extension(ctx.get(), get(), decades));
    }
    void set_density(context &ctx, double per_decade)
    {
        ctx.check(hop_kk_options_set_density(ctx.get(), get(), per_decade));
    }
    void set_least_density(context &ctx, double per_decade)
    {
        ctx.check(hop_kk_options_set_least_density(ctx.get(), get(), per_decade));
    }
    /** NaN and 0 stand for the published 0.85 and 50. */
    void set_mu(context &ctx, double c = NAN, std::int32_t m_max = 0)
    {
        ctx.check(hop_kk_options_set_mu(ctx.get(), get(), c, m_max));
    }
    void set_m(context &ctx, std::int32_t m)
    {
        ctx.check(hop_kk_options_set_m(ctx.get(), get(), m));
    }
    void set_least_noise(context &ctx, std::int32_t m_max = 0)
    {
        ctx.check(hop_kk_options_set_least_noise(ctx.get(), get(), m_max));
    }
    void set_tolerance(context &ctx, double percent)
    {
        ctx.check(hop_kk_options_set_tolerance(ctx.get(), get(), percent));
    }
};

/** The Kramers–Kronig test of one spectrum. */
class kk : public detail::handle<hop_kk, hop_kk_destroy>
{
public:
    using handle::handle;
    kk(context &ctx, const spectrum &s) : handle(make(ctx, hop_kk_test, s.get(), nullptr)) {}
    kk(context &ctx, const spectrum &s, const kk_options &options)
        : handle(make(ctx, hop_kk_test, s.get(), options.get()))
    {}
    /** All spectra, on the threads of the context. */
    static std::vector<kk> batch(context &ctx, const std::vector<spectrum> &spectra,
                                 const kk_options &options)
    {
        std::vector<const hop_spectrum *> handles;
        for (const spectrum &s : spectra) {
            handles.push_back(s.get());
        }
        std::vector<kk> out;
        out.reserve(spectra.size());
        std::vector<hop_kk *> tests(spectra.size());
        ctx.check(hop_kk_test_batch(ctx.get(), handles.size(), handles.data(), options.get(),
                                    tests.data()));
        for (hop_kk *test : tests) {
            out.emplace_back(test);
        }
        return out;
    }
    /** 1: passes, 0: fails, −1: not decided. */
    std::int32_t passes() const noexcept { return hop_kk_passes(get()); }
    double value(std::int32_t key) const noexcept { return hop_kk_value(get(), key); }
    std::uint32_t warnings() const noexcept { return hop_kk_warnings(get()); }
    bool point_fails(std::size_t i) const noexcept { return hop_kk_point_fails(get(), i) != 0; }
    /** In % of |Z|, in ascending frequency. */
    spectrum::parts residuals() const
    {
        std::size_t count = 0;
        detail::check(hop_kk_residuals(get(), nullptr, nullptr, nullptr, 0, &count));
        spectrum::parts out;
        out.re.resize(count);
        out.im.resize(count);
        detail::check(hop_kk_residuals(get(), nullptr, out.re.data(), out.im.data(), count,
                                       nullptr));
        return out;
    }
};

/** |Z| from the phase alone, in ascending frequency. */
inline std::vector<double> zhit(context &ctx, const spectrum &s, double f_min_hz = 0,
                                double f_max_hz = INFINITY)
{
    std::vector<double> out(hop_spectrum_count(s.get()));
    ctx.check(hop_kk_zhit(ctx.get(), s.get(), f_min_hz, f_max_hz, out.data(), out.size(),
                          nullptr));
    return out;
}

} // namespace hop

#endif
