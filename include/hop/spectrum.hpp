/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_SPECTRUM_HPP
#define HOP_SPECTRUM_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <hop/handle.hpp>
#include <hop/io.h>
#include <hop/simulate.h>
#include <hop/spectrum.h>

/** @file spectrum.hpp @brief Spectra, the files they are read from, and simulation. See hop.hpp. */

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

/** How a file is read, where what is recognised is not what is meant. */
class read_options : public detail::handle<hop_read_options, hop_read_options_destroy>
{
public:
    explicit read_options(context &ctx) : handle(make(ctx, hop_read_options_create)) {}
    void set_format(context &ctx, const std::string &format)
    {
        ctx.check(hop_read_options_set_format(ctx.get(), get(), format.c_str()));
    }
    void set_columns(context &ctx, const std::string &names)
    {
        ctx.check(hop_read_options_set_columns(ctx.get(), get(), names.c_str()));
    }
    void set_delimiter(context &ctx, char delimiter)
    {
        ctx.check(hop_read_options_set_delimiter(ctx.get(), get(), delimiter));
    }
    void set_decimal_mark(context &ctx, char mark)
    {
        ctx.check(hop_read_options_set_decimal_mark(ctx.get(), get(), mark));
    }
    void set_sign(context &ctx, std::int32_t sign)
    {
        ctx.check(hop_read_options_set_sign(ctx.get(), get(), sign));
    }
    void set_duplicates(context &ctx, std::int32_t duplicates)
    {
        ctx.check(hop_read_options_set_duplicates(ctx.get(), get(), duplicates));
    }
    void set_temperature(context &ctx, std::int32_t rule)
    {
        ctx.check(hop_read_options_set_temperature(ctx.get(), get(), rule));
    }
};

/** What a file holds. */
class file : public detail::handle<hop_file, hop_file_destroy>
{
public:
    file(context &ctx, const std::string &path) : handle(make(ctx, hop_read_file, path.c_str()))
    {}
    file(context &ctx, const std::string &path, const read_options &options)
        : handle(make(ctx, hop_read_file_with, path.c_str(), options.get()))
    {}
    std::size_t size() const noexcept { return hop_file_count(get()); }
    std::string format() const { return hop_file_format(get()); }
    int confidence() const noexcept { return hop_file_confidence(get()); }
    std::uint32_t flags() const noexcept { return hop_file_flags(get()); }
    std::string label(std::size_t i) const { return text(hop_file_label(get(), i)); }
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
        return list(hop_file_ignored_count, hop_file_ignored);
    }
    std::vector<std::string> reasons() const
    {
        return list(hop_file_reason_count, hop_file_reason);
    }
    std::vector<std::string> columns() const
    {
        return list(hop_file_column_count, hop_file_column);
    }
    std::vector<std::pair<std::string, std::string>> metadata() const
    {
        std::vector<std::pair<std::string, std::string>> out;
        for (std::size_t k = 0; k < hop_file_metadata_count(get()); k++) {
            out.emplace_back(hop_file_metadata_key(get(), k), hop_file_metadata_value(get(), k));
        }
        return out;
    }

private:
    static std::string text(const char *t) { return t ? t : ""; }
    std::vector<std::string> list(std::size_t (*count)(const hop_file *),
                                  const char *(*at)(const hop_file *, std::size_t)) const
    {
        std::vector<std::string> out;
        for (std::size_t k = 0; k < count(get()); k++) {
            out.push_back(at(get(), k));
        }
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
