/* SPDX-License-Identifier: BSD-3-Clause */
#include "york.h"

#include <math.h>

/* What the sum of squares is at a slope; half its derivative with the sign turned. */
typedef struct at_slope {
    double chi2, descent;
    double x_mean, y_mean, weight;
} at_slope;

/* 1/var(y − b x), as a sum of squares: no digits are lost where b is near cov/var_x. */
static double weight_of(const hopi_york_point *p, double slope)
{
    if (p->var_x == 0.0) {
        return 1.0 / p->var_y;
    }
    const double own_slope = p->cov / p->var_x, distance = slope - own_slope;
    return 1.0 / (p->var_y - p->cov * own_slope + p->var_x * distance * distance);
}

/* The adjusted x less its mean: β of York et al. */
static double adjusted(const hopi_york_point *p, double slope, double weight, double u, double v)
{
    return weight * (u * p->var_y + slope * v * p->var_x - (slope * u + v) * p->cov);
}

static at_slope evaluate(size_t count, const hopi_york_point *points, double slope)
{
    at_slope s = {0};
    for (size_t k = 0; k < count; k++) {
        const double w = weight_of(&points[k], slope);
        s.weight += w;
        s.x_mean += w * points[k].x;
        s.y_mean += w * points[k].y;
    }
    s.x_mean /= s.weight;
    s.y_mean /= s.weight;
    for (size_t k = 0; k < count; k++) {
        const double w = weight_of(&points[k], slope);
        const double u = points[k].x - s.x_mean, v = points[k].y - s.y_mean;
        const double residual = v - slope * u;
        s.chi2 += w * residual * residual;
        s.descent += w * adjusted(&points[k], slope, w, u, v) * residual;
    }
    return s;
}

/* Where a function of the slope changes its sign between two slopes. */
typedef double (*of_slope)(const at_slope *s, double parameter);

static double descent_of(const at_slope *s, double unused)
{
    (void)unused;
    return s->descent;
}

static double excess_of(const at_slope *s, double limit)
{
    return s->chi2 - limit;
}

/* The function is positive at `positive` and not at `other`. */
static double bisect(size_t count, const hopi_york_point *points, of_slope f, double parameter,
                     double positive, double other)
{
    for (;;) {
        const double middle = 0.5 * (positive + other);
        if (middle == positive || middle == other) {
            return middle;
        }
        const at_slope s = evaluate(count, points, middle);
        if (f(&s, parameter) > 0.0) {
            positive = middle;
        } else {
            other = middle;
        }
    }
}

/* The slope that takes the spread of y to that of x, errors of y where they are all equal. */
static double slope_scale(size_t count, const hopi_york_point *points)
{
    double x_mean = 0.0, y_mean = 0.0, xx = 0.0, yy = 0.0, errors = 0.0;
    for (size_t k = 0; k < count; k++) {
        x_mean += points[k].x / (double)count;
        y_mean += points[k].y / (double)count;
    }
    for (size_t k = 0; k < count; k++) {
        xx += (points[k].x - x_mean) * (points[k].x - x_mean);
        yy += (points[k].y - y_mean) * (points[k].y - y_mean);
        errors += points[k].var_y;
    }
    return sqrt((yy > 0.0 ? yy : errors) / xx);
}

static void finish(size_t count, const hopi_york_point *points, hopi_york_line *line)
{
    const at_slope s = evaluate(count, points, line->slope);
    double x_mean = 0.0, spread = 0.0;
    for (size_t k = 0; k < count; k++) {
        const double w = weight_of(&points[k], line->slope);
        x_mean += w / s.weight
                  * (s.x_mean
                     + adjusted(&points[k], line->slope, w, points[k].x - s.x_mean,
                                points[k].y - s.y_mean));
    }
    for (size_t k = 0; k < count; k++) {
        const double w = weight_of(&points[k], line->slope);
        const double u = s.x_mean
                         + adjusted(&points[k], line->slope, w, points[k].x - s.x_mean,
                                    points[k].y - s.y_mean)
                         - x_mean;
        spread += w * u * u;
    }
    line->intercept = s.y_mean - line->slope * s.x_mean;
    line->var_slope = 1.0 / spread;
    line->cov = -x_mean * line->var_slope;
    line->var_intercept = 1.0 / s.weight + x_mean * x_mean * line->var_slope;
    line->chi2 = s.chi2;
}

/* Slopes scale·sinh(t): even near zero, a fixed ratio apart where they are large. */
enum { NODES = 2401 };

static double node(double scale, int i)
{
    return scale * sinh(0.01 * (i - NODES / 2));
}

static void take_minimum(size_t count, const hopi_york_point *points, double slope,
                         hopi_york_line *line)
{
    const double chi2 = evaluate(count, points, slope).chi2;
    if (!line->has_minimum || chi2 < line->chi2) {
        line->second_chi2 = line->has_minimum ? line->chi2 : INFINITY;
        line->chi2 = chi2;
        line->slope = slope;
    } else if (chi2 < line->second_chi2) {
        line->second_chi2 = chi2;
    }
    line->has_minimum = 1;
}

void hopi_york_fit(size_t count, const hopi_york_point *points, hopi_york_line *line)
{
    const double scale = slope_scale(count, points);
    double previous = evaluate(count, points, node(scale, 0)).descent;
    line->has_minimum = 0;
    for (int i = 1; i < NODES; i++) {
        const double descent = evaluate(count, points, node(scale, i)).descent;
        if (previous > 0.0 && descent <= 0.0) {
            take_minimum(count, points,
                         bisect(count, points, descent_of, 0.0, node(scale, i - 1),
                                node(scale, i)),
                         line);
        }
        previous = descent;
    }
    if (line->has_minimum) {
        finish(count, points, line);
    }
}

/* The outermost slope on one side that is within the limit, beginning at a slope that is. */
static double outermost(size_t count, const hopi_york_point *points, double chi2_limit,
                        double inside, int first, int last, double none)
{
    const double scale = slope_scale(count, points);
    const int step = last > first ? 1 : -1;
    if (evaluate(count, points, node(scale, first)).chi2 <= chi2_limit) {
        return none;
    }
    for (int i = first; i != last && (node(scale, i) - inside) * step < 0.0; i += step) {
        const int next = i + step;
        const int is_past = (node(scale, next) - inside) * step >= 0.0;
        const double slope = is_past ? inside : node(scale, next);
        if (is_past || evaluate(count, points, slope).chi2 <= chi2_limit) {
            return bisect(count, points, excess_of, chi2_limit, node(scale, i), slope);
        }
    }
    return inside;
}

void hopi_york_slopes_within(size_t count, const hopi_york_point *points, double chi2_limit,
                             double inside, double *lower, double *upper)
{
    *lower = outermost(count, points, chi2_limit, inside, 0, NODES - 1, -INFINITY);
    *upper = outermost(count, points, chi2_limit, inside, NODES - 1, 0, INFINITY);
}
