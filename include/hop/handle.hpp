/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef HOP_HANDLE_HPP
#define HOP_HANDLE_HPP

#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <hop/context.h>
#include <hop/status.h>

/**
 * @file handle.hpp
 * @brief What all classes of hop.hpp rest on: ownership, exceptions, the context.
 */

namespace hop
{

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/** What a C call answered, with the sentence that names the numbers. */
class error : public std::runtime_error
{
public:
    error(hop_status status, const std::string &text) : std::runtime_error(text), status_(status)
    {}
    hop_status status() const noexcept { return status_; }

private:
    hop_status status_;
};

/** The two ends of a confidence interval. */
struct interval {
    double lower;
    double upper;
};

namespace detail
{

/* Owns a handle, or borrows one that lives in another. */
template <class T, void (*Destroy)(T *)> class handle
{
public:
    handle() noexcept : pointer_(nullptr), owned_(false) {}
    explicit handle(T *pointer) noexcept : pointer_(pointer), owned_(true) {}
    explicit handle(const T *borrowed) noexcept
        : pointer_(const_cast<T *>(borrowed)), owned_(false)
    {}
    handle(handle &&other) noexcept : pointer_(other.pointer_), owned_(other.owned_)
    {
        other.pointer_ = nullptr;
    }
    handle &operator=(handle &&other) noexcept
    {
        std::swap(pointer_, other.pointer_);
        std::swap(owned_, other.owned_);
        return *this;
    }
    handle(const handle &) = delete;
    handle &operator=(const handle &) = delete;
    ~handle()
    {
        if (owned_) {
            Destroy(pointer_);
        }
    }
    const T *get() const noexcept { return pointer_; }
    T *get() noexcept { return pointer_; }
    /** False for what was moved away, and for a part that a study does not have. */
    explicit operator bool() const noexcept { return pointer_ != nullptr; }

protected:
    /* call(ctx, arguments…, &out), as all that make a handle are called. */
    template <class Context, class Call, class... Arguments>
    static T *make(Context &ctx, Call call, Arguments... arguments)
    {
        T *out = nullptr;
        ctx.check(call(ctx.get(), arguments..., &out));
        return out;
    }

private:
    T *pointer_;
    bool owned_;
};

inline void check(hop_status status)
{
    if (status != HOP_OK) {
        throw error(status, hop_status_message(status));
    }
}

inline void check(hop_ctx *ctx, hop_status status)
{
    if (status != HOP_OK) {
        const std::string text = hop_ctx_error(ctx);
        throw error(status, text.empty() ? hop_status_message(status) : text);
    }
}

inline const double *same_size(const std::vector<double> &values, std::size_t size,
                               const char *name)
{
    if (values.size() != size) {
        throw error(HOP_ERR_INVALID_ARGUMENT, std::string(name) + " has "
                                                  + std::to_string(values.size())
                                                  + " values, expected " + std::to_string(size));
    }
    return values.data();
}

} // namespace detail

/** Memory, progress and error text; one per thread. */
class context : public detail::handle<hop_ctx, hop_ctx_destroy>
{
public:
    context() : handle(create()) {}
    context(hop_allocate_fn allocate, hop_release_fn release, void *user)
        : handle(create(allocate, release, user))
    {}
    void set_progress(hop_progress_fn progress, void *user)
    {
        check(hop_ctx_set_progress(get(), progress, user));
    }
    void set_threads(std::int32_t threads) { check(hop_ctx_set_threads(get(), threads)); }
    void set_instructions(std::int32_t set) { check(hop_ctx_set_instructions(get(), set)); }
    std::int32_t instructions() const noexcept { return hop_ctx_instructions(get()); }
    /** Throws hop::error with this context's text unless @p status is HOP_OK. */
    void check(hop_status status) { detail::check(get(), status); }

private:
    static hop_ctx *create()
    {
        hop_ctx *out = nullptr;
        detail::check(hop_ctx_create(&out));
        return out;
    }
    static hop_ctx *create(hop_allocate_fn allocate, hop_release_fn release, void *user)
    {
        hop_ctx *out = nullptr;
        detail::check(hop_ctx_create_with_allocator(allocate, release, user, &out));
        return out;
    }
};

} // namespace hop

#endif
