/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_VIBRATION_HPP
#define HOP_VIBRATION_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <hop/handle.hpp>
#include <hop/trajectory.h>
#include <hop/vibration.h>
#include <hop/vineyard.h>

/**
 * @file vibration.hpp
 * @brief C++11: trajectories of molecular dynamics and what they say of the ions.
 */

namespace hop
{

/** A trajectory file, read frame by frame. */
class trajectory : public detail::handle<hop_trajectory, hop_trajectory_destroy>
{
public:
    trajectory(context &ctx, const std::string &path)
        : handle(make(ctx, hop_trajectory_open, path.c_str()))
    {}
    std::string format() const { return hop_trajectory_format(get()); }
    std::int32_t kind() const noexcept { return hop_trajectory_kind(get()); }
    std::size_t ions() const noexcept { return hop_trajectory_ions(get()); }
    /** Empty beyond the end. */
    std::string element(std::size_t i) const
    {
        const char *text = hop_trajectory_element(get(), i);
        return text ? text : "";
    }
    double mass(std::size_t i) const noexcept { return hop_trajectory_mass(get(), i); }
    double frame_interval() const noexcept { return hop_trajectory_frame_interval(get()); }
    double length_unit() const noexcept { return hop_trajectory_length_unit(get()); }
    bool has_cell() const noexcept { return hop_trajectory_has_cell(get()) != 0; }
    bool is_truncated() const noexcept { return hop_trajectory_is_truncated(get()) != 0; }
    std::size_t frames() const noexcept { return hop_trajectory_frames(get()); }
    /** Gives the role to the ions selected; @p roles is made as long as there are ions. */
    void select(context &ctx, const std::string &selection, std::int32_t role,
                std::vector<std::int32_t> &roles) const
    {
        roles.resize(ions(), HOP_ROLE_NONE);
        ctx.check(hop_trajectory_select(ctx.get(), get(), selection.c_str(), role, roles.data()));
    }
    /** False at the end; @p values and @p cell are then as they were. */
    bool next(context &ctx, std::vector<double> &values, std::vector<double> &cell)
    {
        std::int32_t has_frame = 0;
        values.resize(3 * ions());
        cell.resize(9);
        ctx.check(hop_trajectory_next(ctx.get(), get(), values.data(), cell.data(), &has_frame));
        return has_frame != 0;
    }
};

class vibration_options
    : public detail::handle<hop_vibration_options, hop_vibration_options_destroy>
{
public:
    explicit vibration_options(context &ctx) : handle(make(ctx, hop_vibration_options_create)) {}
    void set_frame_interval(context &ctx, double interval_s)
    {
        ctx.check(hop_vibration_options_set_frame_interval(ctx.get(), get(), interval_s));
    }
    void set_length_unit(context &ctx, double unit_m)
    {
        ctx.check(hop_vibration_options_set_length_unit(ctx.get(), get(), unit_m));
    }
    void set_parts(context &ctx, std::int32_t parts)
    {
        ctx.check(hop_vibration_options_set_parts(ctx.get(), get(), parts));
    }
    void set_precision(context &ctx, std::int32_t precision)
    {
        ctx.check(hop_vibration_options_set_precision(ctx.get(), get(), precision));
    }
    void set_block_frames(context &ctx, std::int64_t frames)
    {
        ctx.check(hop_vibration_options_set_block_frames(ctx.get(), get(), frames));
    }
    void set_blocks(context &ctx, std::int32_t count)
    {
        ctx.check(hop_vibration_options_set_blocks(ctx.get(), get(), count));
    }
    void set_skip(context &ctx, std::int64_t frames)
    {
        ctx.check(hop_vibration_options_set_skip(ctx.get(), get(), frames));
    }
    void set_drift(context &ctx, std::int32_t drift)
    {
        ctx.check(hop_vibration_options_set_drift(ctx.get(), get(), drift));
    }
    void set_dimension(context &ctx, std::int32_t dimension)
    {
        ctx.check(hop_vibration_options_set_dimension(ctx.get(), get(), dimension));
    }
    void set_site_radius(context &ctx, double radius_m)
    {
        ctx.check(hop_vibration_options_set_site_radius(ctx.get(), get(), radius_m));
    }
    void set_histogram_bin(context &ctx, double width_m)
    {
        ctx.check(hop_vibration_options_set_histogram_bin(ctx.get(), get(), width_m));
    }
};

/** Takes frames as a program makes them. */
class vibration_run : public detail::handle<hop_vibration_run, hop_vibration_run_destroy>
{
public:
    /** @p masses may be empty: not known. */
    vibration_run(context &ctx, const vibration_options &options,
                  const std::vector<std::int32_t> &roles, const std::vector<double> &masses = {})
        : handle(make(ctx, hop_vibration_begin, options.get(), roles.size(), roles.data(),
                      masses.empty() ? nullptr
                                     : detail::same_size(masses, roles.size(), "masses"))),
          ions_(roles.size())
    {}
    /** Whole frames; @p cells may be empty, hold one cell or one for each frame. */
    void add(context &ctx, std::int32_t kind, const std::vector<double> &values,
             const std::vector<double> &cells = {})
    {
        const std::size_t count = values.size() / (3 * ions_);
        detail::same_size(values, count * 3 * ions_, "values");
        detail::same_size(cells, cells.size() / 9 * 9, "cells");
        ctx.check(hop_vibration_add(ctx.get(), get(), kind, count, values.data(),
                                    cells.size() / 9, cells.empty() ? nullptr : cells.data()));
    }

private:
    std::size_t ions_;
};

/** A curve of the result; error is empty where there is none. */
struct vibration_curve {
    std::vector<double> x, y, error;
};

/** What the frames say. */
class vibration : public detail::handle<hop_vibration, hop_vibration_destroy>
{
public:
    vibration(context &ctx, vibration_run &run)
        : handle(make(ctx, hop_vibration_finish, run.get()))
    {}
    vibration(context &ctx, trajectory &t, const vibration_options &options,
              const std::vector<std::int32_t> &roles)
        : handle(make(ctx, hop_vibration_read, t.get(), options.get(), sized(roles, t)))
    {}
    std::size_t ions() const noexcept { return hop_vibration_ions(get()); }
    std::size_t ion_index(std::size_t i) const noexcept
    {
        return hop_vibration_ion_index(get(), i);
    }
    std::int32_t parts() const noexcept { return hop_vibration_parts(get()); }
    double value(std::int32_t key) const noexcept { return hop_vibration_value(get(), key); }
    double standard_deviation(std::int32_t key) const noexcept
    {
        return hop_vibration_standard_deviation(get(), key);
    }
    double standard_error(std::int32_t key) const noexcept
    {
        return hop_vibration_standard_error(get(), key);
    }
    double block_error(std::int32_t key) const noexcept
    {
        return hop_vibration_block_error(get(), key);
    }
    double ion_value(std::size_t i, std::int32_t key) const noexcept
    {
        return hop_vibration_ion_value(get(), i, key);
    }
    std::uint32_t warnings() const noexcept { return hop_vibration_warnings(get()); }
    vibration_curve spectrum(std::int32_t part) const
    {
        vibration_curve c = sized_curve(
            [&](std::size_t *n) { return hop_vibration_spectrum(get(), part, nullptr, nullptr, 0, n); });
        detail::check(c.x.empty() ? HOP_OK
                                  : hop_vibration_spectrum(get(), part, c.x.data(), c.y.data(),
                                                           c.x.size(), nullptr));
        return c;
    }
    vibration_curve msd() const
    {
        vibration_curve c = sized_curve(
            [&](std::size_t *n) { return hop_vibration_msd(get(), nullptr, nullptr, nullptr, 0, n); });
        c.error.resize(c.x.size());
        detail::check(c.x.empty() ? HOP_OK
                                  : hop_vibration_msd(get(), c.x.data(), c.y.data(),
                                                      c.error.data(), c.x.size(), nullptr));
        return c;
    }
    vibration_curve histogram() const
    {
        vibration_curve c = sized_curve(
            [&](std::size_t *n) { return hop_vibration_histogram(get(), nullptr, nullptr, 0, n); });
        detail::check(c.x.empty() ? HOP_OK
                                  : hop_vibration_histogram(get(), c.x.data(), c.y.data(),
                                                            c.x.size(), nullptr));
        return c;
    }

private:
    static const std::int32_t *sized(const std::vector<std::int32_t> &roles, const trajectory &t)
    {
        if (roles.size() != t.ions()) {
            throw error(HOP_ERR_INVALID_ARGUMENT, "roles has " + std::to_string(roles.size())
                                                      + " values, expected "
                                                      + std::to_string(t.ions()));
        }
        return roles.data();
    }
    template <class Count> static vibration_curve sized_curve(Count count)
    {
        vibration_curve c;
        std::size_t n = 0;
        detail::check(count(&n));
        c.x.resize(n);
        c.y.resize(n);
        return c;
    }
};

/** ν* of the phonons of both states, in Hz; @p warnings may be null. */
inline double vineyard_frequency(context &ctx, const std::vector<double> &initial_hz,
                                 const std::vector<double> &saddle_hz, double zero_hz,
                                 std::uint32_t *warnings = nullptr)
{
    double out = unknown;
    ctx.check(hop_vineyard_frequency(ctx.get(), initial_hz.size(), initial_hz.data(),
                                     saddle_hz.size(), saddle_hz.data(), zero_hz, &out, warnings));
    return out;
}

} // namespace hop

#endif
