/* SPDX-License-Identifier: BSD-3-Clause */
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include <ceres/ceres.h>

#include "peer.h"

// Levenberg-Marquardt of Ceres with DENSE_QR and its Covariance, one thread.
namespace {

std::vector<double> ln_omega;
const double *spectra;

class power_law : public ceres::CostFunction {
public:
    explicit power_law(const double *y) : y_(y)
    {
        set_num_residuals(static_cast<int>(ln_omega.size()));
        mutable_parameter_block_sizes()->push_back(3);
    }
    bool Evaluate(double const *const *parameters, double *residuals,
                  double **jacobians) const override
    {
        const double *p = parameters[0];
        const double sigma_dc = std::exp(p[0]);
        for (std::size_t k = 0; k < ln_omega.size(); k++) {
            const double from_p = ln_omega[k] - p[1], g = std::exp(p[2] * from_p);
            const double scale = sigma_dc / y_[k];
            residuals[k] = scale * (1.0 + g) - 1.0;
            if (jacobians && jacobians[0]) {
                jacobians[0][3 * k] = scale * (1.0 + g);
                jacobians[0][3 * k + 1] = -scale * p[2] * g;
                jacobians[0][3 * k + 2] = scale * g * from_p;
            }
        }
        return true;
    }

private:
    const double *y_;
};

} // namespace

void peer_open(int, int points, const double *freq_hz, const double *y)
{
    spectra = y;
    for (int k = 0; k < points; k++) {
        ln_omega.push_back(std::log(2.0 * 3.14159265358979323846 * freq_hz[k]));
    }
}

void peer_fit(int first, int count, double *out)
{
    const int points = static_cast<int>(ln_omega.size());
    const double *y = spectra + static_cast<std::size_t>(first) * ln_omega.size();
    for (int i = 0; i < count; i++, y += points, out += PEER_RESULTS) {
        peer_start(points, ln_omega.data(), y, out);
        ceres::Problem problem;
        problem.AddResidualBlock(new power_law(y), nullptr, out);
        ceres::Solver::Options options;
        options.linear_solver_type = ceres::DENSE_QR;
        options.function_tolerance = options.parameter_tolerance = 1e-10;
        options.max_num_iterations = 200;
        options.logging_type = ceres::SILENT;
        ceres::Solver::Summary summary;
        ceres::Solve(options, &problem, &summary);
        ceres::Covariance covariance((ceres::Covariance::Options()));
        const std::vector<std::pair<const double *, const double *>> blocks{{out, out}};
        double v[9];
        const bool has = covariance.Compute(blocks, &problem)
                         && covariance.GetCovarianceBlock(out, out, v);
        for (int j = 0; j < 3; j++) {
            out[3 + j] = has ? std::sqrt(2.0 * summary.final_cost / (points - 3) * v[4 * j])
                             : std::numeric_limits<double>::quiet_NaN();
        }
    }
}

void peer_close(void) {}
