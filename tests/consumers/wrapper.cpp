/* SPDX-License-Identifier: BSD-3-Clause */
/* Uses every class of hop.hpp against the installed library; silent if all is well. */
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include <hop/compare.hpp>
#include <hop/vibration.hpp>
#include <hop/hop.hpp>

static int failures = 0;

static void expect(bool true_statement, const char *statement, int line)
{
    if (!true_statement) {
        std::fprintf(stderr, "wrapper.cpp:%d: not true: %s\n", line, statement);
        failures++;
    }
}

#define EXPECT(statement) expect(statement, #statement, __LINE__)

static bool near(double actual, double expected, double relative)
{
    return std::fabs(actual - expected) <= relative * std::fabs(expected);
}

static std::vector<double> log_grid(double f_min, double f_max, int count)
{
    std::vector<double> out;
    for (int k = 0; k < count; k++) {
        out.push_back(f_min * std::pow(f_max / f_min, k / (count - 1.0)));
    }
    return out;
}

/* sigma T and f_p on Arrhenius lines with E_a 0.40 eV and E_m 0.35 eV, no noise to speak of. */
static const double k_B = 1.380649e-23 / 1.602176634e-19;

static hop::spectrum sample(hop::context &ctx, double temperature_k, unsigned stream)
{
    hop::simulation simulation(ctx, HOP_MODEL_JPL);
    simulation.set(ctx, HOP_SIM_TEMPERATURE, temperature_k);
    simulation.set(ctx, HOP_SIM_SIGMA_DC,
                   1e5 / temperature_k * std::exp(-0.40 / (k_B * temperature_k)));
    simulation.set(ctx, HOP_SIM_F_P, 1e12 * std::exp(-0.35 / (k_B * temperature_k)));
    simulation.set(ctx, HOP_SIM_N, 0.7);
    simulation.set(ctx, HOP_SIM_NOISE, 1e-4);
    simulation.set_seed(ctx, 7, stream);
    return simulation.run(ctx, log_grid(1e2, 1e8, 61));
}

static void spectra_convert_and_move()
{
    hop::context ctx;
    hop::spectrum s(ctx, HOP_IMPEDANCE, {1e3, 1e2}, {50, 60}, {-5, -6}, 1e-3, 1e-4, 300);
    EXPECT(s.size() == 2 && s.is_complex() && s.temperature() == 300);
    EXPECT(s.frequencies() == (std::vector<double>{1e2, 1e3}));
    EXPECT(s.values(HOP_IMPEDANCE).re == (std::vector<double>{60, 50}));
    EXPECT(near(s.values(HOP_CONDUCTIVITY).re[1], 10 * 50 / (50.0 * 50 + 5 * 5), 1e-14));
    EXPECT(s.window(ctx, 500, 2000).size() == 1);
    const hop::spectrum t = s.with_standard_deviations(ctx, {1e-3, 2e-3});
    EXPECT(t.standard_deviations() == (std::vector<double>{2e-3, 1e-3}));

    hop::spectrum moved(std::move(s));
    EXPECT(!s && moved.size() == 2 && s.size() == 0);
    s = std::move(moved);
    EXPECT(s.size() == 2);
}

static void errors_carry_status_and_text()
{
    hop::context ctx;
    try {
        hop::spectrum s(ctx, HOP_IMPEDANCE, {1e2, -3}, {1, 2}, {0, 0});
        EXPECT(!"a negative frequency was taken");
    } catch (const hop::error &error) {
        EXPECT(error.status() == HOP_ERR_BAD_FREQUENCY);
        EXPECT(std::string(error.what()).find("-3") != std::string::npos);
    }
    try {
        hop::spectrum s(ctx, HOP_IMPEDANCE, {1e2, 1e3}, {1}, {0, 0});
        EXPECT(!"arrays of different length were taken");
    } catch (const hop::error &error) {
        EXPECT(error.status() == HOP_ERR_INVALID_ARGUMENT);
        EXPECT(std::string(error.what()) == "the real part has 1 values, expected 2");
    }
    try {
        ctx.set_threads(0);
        EXPECT(!"no threads were taken");
    } catch (const hop::error &error) {
        EXPECT(error.status() == HOP_ERR_OUT_OF_RANGE);
        EXPECT(std::string(error.what()) == hop_ctx_error(ctx.get()));
    }
    try {
        hop::file file(ctx, "/nowhere/at/all.csv");
        EXPECT(!"a missing file was read");
    } catch (const hop::error &error) {
        EXPECT(error.status() == HOP_ERR_FILE_OPEN);
        EXPECT(std::string(error.what()).find("/nowhere/at/all.csv") != std::string::npos);
    }
}

static void chain_by_hand_and_study_agree()
{
    hop::context ctx;
    ctx.set_threads(2);
    std::vector<hop::spectrum> spectra;
    hop::series points(ctx);
    for (unsigned i = 0; i < 5; i++) {
        spectra.push_back(sample(ctx, 280 + 15 * i, i));
        const hop::jpl fit(ctx, spectra.back());
        EXPECT(near(fit.value(HOP_N), 0.7, 0.01));
        EXPECT(fit.covariance().size() == 9 && fit.standard_error(HOP_N) > 0);
        const hop::hopping f_p(ctx, fit, spectra.back());
        EXPECT(f_p.state() == HOP_STATE_MEASURED);
        EXPECT(f_p.interval(HOP_F_P).lower < f_p.value(HOP_F_P));
        EXPECT(near(fit.profile(HOP_N, {fit.value(HOP_N), 1})[0] + 1, 1, 1e-6));
        hop::bootstrap_options replicates(ctx);
        replicates.set_replicates(ctx, 200);
        replicates.set_kind(ctx, HOP_BOOTSTRAP_PARAMETRIC);
        replicates.set_seed(ctx, 3);
        ctx.set_threads(2);
        const hop::bootstrap b(ctx, fit, replicates);
        EXPECT(b.values(HOP_N).size() == 200 && b.kind() == HOP_BOOTSTRAP_PARAMETRIC);
        EXPECT(b.interval(HOP_N).lower < fit.value(HOP_N) && b.flags() == fit.flags());
        EXPECT(near(b.standard_error(HOP_N), fit.standard_error(HOP_N), 0.3));
        points.add(ctx, fit, f_p);
    }
    EXPECT(points.size() == 5);
    const hop::arrhenius lines(ctx, points);
    /* Noise of 1e-4 at 61 points moves an energy by some 1e-5 of itself. */
    EXPECT(near(lines.value(HOP_E_A), 0.40, 1e-3));
    EXPECT(near(lines.value(HOP_E_M), 0.35, 1e-2));

    hop::transport_options options(ctx);
    options.set_attempt_frequency(ctx, 1e13);
    const hop::transport derived(ctx, lines, options);
    EXPECT(derived.size() == 5);
    EXPECT(std::fabs(derived.intercept_value(HOP_DELTA_S_M) - std::log(0.1)) < 0.1);

    hop::study_options study_options(ctx);
    study_options.set_transport(ctx, options);
    const hop::study study(ctx, spectra, study_options);
    EXPECT(study.size() == 5 && study.applicable());
    EXPECT(study.arrhenius().value(HOP_E_M) == lines.value(HOP_E_M));
    EXPECT(study.fit(2).value(HOP_N) == hop::jpl(ctx, spectra[2]).value(HOP_N));
    EXPECT(study.transport().intercept_value(HOP_C) == derived.intercept_value(HOP_C));
    EXPECT(study.crossing(0).extractor() == HOP_EXTRACTOR_CROSSING);
    EXPECT(static_cast<bool>(study.textbook()));
    EXPECT(!study.kk(0)); /* the real part alone */
}

static void samples_and_spectra_compare()
{
    hop::context ctx;
    std::vector<hop::arrhenius> samples;
    std::vector<hop::spectrum> spectra;
    std::vector<double> sigma_dc, f_p;
    for (double E_a : {0.30, 0.35, 0.42}) {
        hop::series points(ctx);
        for (double T : {260.0, 300.0, 340.0}) {
            const double v[4] = {1e-4, 2e-5, 2e-5, 4e-4};
            points.add(ctx, T, 8 + 20 * E_a - E_a / (k_B * T) - std::log(T),
                       27 - 0.9 * E_a / (k_B * T), std::vector<double>(v, v + 4));
        }
        samples.emplace_back(ctx, points);
    }
    const hop::compensation line(ctx, samples, HOP_E_A);
    EXPECT(near(line.value(HOP_SLOPE_PER_EV), 20, 1e-9) && line.covariance().size() == 4);
    EXPECT(line.interval(HOP_SLOPE_PER_EV).lower < 20 && line.flags() == 0);
    const auto d = hop::decomposition::temperatures(ctx, samples[0], 280, 320);
    EXPECT(near(d.share(HOP_CHANGE_RATE), 0.9, 1e-9));
    EXPECT(d.share_interval(HOP_CHANGE_RATE).upper > 0.9 && d.flags() == 0);

    for (unsigned i = 0; i < 3; i++) {
        const double T = 280 + 15 * i;
        spectra.push_back(sample(ctx, T, i));
        sigma_dc.push_back(1e5 / T * std::exp(-0.40 / (k_B * T)));
        f_p.push_back(1e12 * std::exp(-0.35 / (k_B * T)));
    }
    const hop::scaling scaled(ctx, spectra, sigma_dc, f_p, HOP_SCALING_GHOSH);
    /* The noise is 1e-4; of 183 points the rms scatters by some 5 %. */
    EXPECT(near(scaled.value(HOP_COLLAPSE_RMS), 1e-4, 0.3) && scaled.size() == 3);
    EXPECT(scaled.scaled(1).x.size() == 61 && scaled.common().y.size() > 100);
}

/* Exact lines of f_p, and of sigma T with a temperature that is off the line. */
static void lines_are_told_in_full()
{
    hop::context ctx;
    const std::vector<double> v = {1e-4, 2e-5, 2e-5, 4e-4};
    hop::series points(ctx), uncertain(ctx);
    uncertain.set_temperature_error(ctx, 0.5);
    uncertain.set_temperature_offset_error(ctx, 1);
    for (int i = 0; i < 7; i++) {
        const double T = 260 + 15 * i, ln_sigma = 12 - 0.4 / (k_B * T) - std::log(T);
        const double wrong = i == 6 ? 0.5 : 0;
        points.add(ctx, T, ln_sigma + wrong, 27 - 0.35 / (k_B * T), v);
        uncertain.add(ctx, T, ln_sigma + wrong, 27 - 0.35 / (k_B * T), v);
    }
    hop::arrhenius_options options(ctx);
    options.set_birge(ctx, HOP_BIRGE_NEVER);
    options.set_limits(ctx, HOP_LIMITS_DROP);
    const hop::arrhenius lines(ctx, points, options), wide(ctx, uncertain, options);
    const hop::interval E_m = lines.interval(HOP_E_M);
    EXPECT(near(E_m.lower + E_m.upper, 2 * lines.value(HOP_E_M), 1e-12));
    EXPECT(wide.standard_error(HOP_E_M) > lines.standard_error(HOP_E_M));
    const hop::interval band = lines.band(HOP_LN_F_P, 300);
    EXPECT(near(0.5 * (band.upper - band.lower), 1.959964 * std::sqrt(lines.predict_covariance(300)[3]), 1e-6));
    EXPECT(lines.band(HOP_LN_F_P, 300, 0.95, 0.1).upper > band.upper);
    const std::vector<double> cook = lines.influence(ctx, HOP_COOK_DISTANCE);
    EXPECT(cook.size() == 7 && cook[6] > cook[2]);

    options.set_loss(ctx, HOP_ARRHENIUS_LOSS_HUBER);
    const hop::arrhenius robust(ctx, points, options);
    EXPECT(std::fabs(robust.value(HOP_E_A) - 0.4) < std::fabs(lines.value(HOP_E_A) - 0.4));
    options.set_quantity(ctx, HOP_ARRHENIUS_SIGMA);
    const hop::arrhenius sigma(ctx, points, options);
    EXPECT(near(robust.value(HOP_E_A) - sigma.value(HOP_E_A), k_B * 305, 0.1));

    const hop::alternatives curves(ctx, points, HOP_ARRHENIUS_F_P);
    EXPECT(curves.best() == HOP_CURVE_LINE && curves.flags(HOP_CURVE_LINE) != 0xFFFFFFFF);
    EXPECT(near(curves.value(HOP_CURVE_LINE, HOP_ENERGY), 0.35, 1e-6));
    EXPECT(near(curves.evaluate(HOP_CURVE_LINE, 300), 27 - 0.35 / (k_B * 300), 1e-6));
    EXPECT(curves.standard_error(HOP_CURVE_LINE, HOP_ENERGY) > 0);
}

/* One fit of all temperatures agrees with the lines of single fits, on nearly exact data. */
static void a_global_fit_agrees_with_lines_of_single_fits()
{
    hop::context ctx;
    std::vector<hop::spectrum> spectra;
    for (unsigned i = 0; i < 4; i++) {
        spectra.push_back(sample(ctx, 280 + 15 * i, i));
    }
    const hop::global g(ctx, spectra, HOP_EXPONENT_COMMON);
    EXPECT(g.size() == 4 && g.covariance().size() == 16);
    EXPECT(near(g.value(HOP_E_A), 0.40, 1e-3) && near(g.value(HOP_E_M), 0.35, 1e-2));
    EXPECT(near(g.value(std::size_t(0), HOP_N), 0.7, 0.01) && g.standard_error(HOP_E_M) > 0);
    EXPECT(g.standard_error(3, HOP_F_P) > 0 && (g.flags() & HOP_FLAG_RANK_DEFICIENT) == 0);
    hop::jpl_options options(ctx);
    options.set_frequency_range(ctx, 1e3, 1e8);
    EXPECT(hop::global(ctx, spectra, options, HOP_EXPONENT_LINEAR).value(HOP_POINTS)
           < g.value(HOP_POINTS));

    hop::study_options study_options(ctx);
    study_options.set_arc_test(ctx, false);
    study_options.set_temperature_error(ctx, 0.5, 0);
    const hop::study study(ctx, spectra, study_options);
    EXPECT(study.reasons(0) == 0 && std::isnan(study.arc_evidence(0)));
    EXPECT(study.arrhenius().standard_error(HOP_E_A)
           > hop::study(ctx, spectra).arrhenius().standard_error(HOP_E_A));
}

static void a_hopping_frequency_comes_from_a_model()
{
    hop::context ctx;
    const hop::spectrum s = sample(ctx, 300, 1);
    hop::model_options options(ctx);
    options.set_model(ctx, HOP_MODEL_RBM);
    const hop::model m(ctx, s, options);
    const hop::hopping f_p(ctx, m, HOP_EXTRACTOR_RBM);
    EXPECT(f_p.extractor() == HOP_EXTRACTOR_RBM);
    EXPECT(near(f_p.value(HOP_F_P), m.value(HOP_F_P), 1e-12));
    EXPECT(near(f_p.value(HOP_SIGMA_DC), m.value(HOP_SIGMA_DC), 1e-12));
}

static void a_spectrum_obeys_kramers_and_kronig()
{
    hop::context ctx;
    std::vector<hop::spectrum> spectra;
    for (double c : {1e-9, 1e-8}) {
        std::vector<double> f, re, im;
        for (int k = 0; k < 61; k++) {
            f.push_back(std::pow(10, 0.1 * k));
            const double x = 2 * std::acos(-1.0) * f.back() * 1e4 * c;
            re.push_back(1e4 / (1 + x * x));
            im.push_back(-x * re.back());
        }
        spectra.emplace_back(ctx, HOP_IMPEDANCE, f, re, im);
    }
    hop::kk_options options(ctx);
    options.set_terms(ctx, HOP_KK_RISING);
    options.set_density(ctx, 4);
    const std::vector<hop::kk> tests = hop::kk::batch(ctx, spectra, options);
    EXPECT(tests.size() == 2 && tests[1].passes() == 1 && tests[1].warnings() == 0);
    EXPECT(tests[0].value(HOP_KK_M) == 29 && !tests[0].point_fails(3));
    EXPECT(tests[0].residuals().im.size() == 61);
    EXPECT(hop::kk(ctx, spectra[0]).value(HOP_KK_MAX_RESIDUAL) < 0.3);
    EXPECT(near(hop::zhit(ctx, spectra[0])[0], 1e4, 0.05));
}

static void relaxations_in_a_batch()
{
    hop::context ctx;
    std::vector<hop::spectrum> spectra;
    for (double c : {1.0, 2.0}) {
        std::vector<double> f, re, im;
        for (int k = 0; k < 61; k++) {
            f.push_back(std::pow(10, 0.1 * k));
            const double x = 2 * std::acos(-1.0) * f.back() * 1e-3 * c;
            re.push_back(20 + 1e4 / (1 + x * x));
            im.push_back(-x * 1e4 / (1 + x * x));
        }
        spectra.emplace_back(ctx, HOP_IMPEDANCE, f, re, im);
    }
    hop::drt_options options(ctx);
    options.set_weighting(ctx, HOP_WEIGHTING_UNIT);
    options.set_lambda(ctx, HOP_DRT_GIVEN, 1e-5);
    options.set_samples(ctx, 100);
    const hop::drt_set set(ctx, spectra, options);
    EXPECT(set.size() == 2 && set.at(1).peak_count() == 1);
    EXPECT(near(set.at(1).peak(0, HOP_TAU), 2e-3, 0.02));
    EXPECT(near(set.at(0).value(HOP_R_POL), 1e4, 0.01));
    EXPECT(set.at(0).band(0.9).y.size() == set.at(0).gamma().x.size());
    const hop::drt one(ctx, spectra[0]);
    EXPECT(one.lambda_method() == HOP_DRT_GCV && one.lambda_curve().x.size() > 10);
    EXPECT(near(one.impedance().re[0], 1e4 + 20, 0.01) && one.evaluate({1e-3})[0] > 0);
}

static void line_through_exact_points()
{
    hop::context ctx;
    const hop::line line(ctx, {250, 300, 400}, {1 - 1000.0 / 250, 1 - 1000.0 / 300, 1 - 2.5});
    EXPECT(near(line.value(HOP_SLOPE), -1000, 1e-12));
    EXPECT(near(line.value(HOP_ENERGY), 1000 * k_B, 1e-12));
    EXPECT(line.covariance().size() == 4);
}

static void tables_come_back(const std::string &folder)
{
    hop::context ctx;
    const std::string path = folder + "/written.csv";
    const hop::spectrum s = sample(ctx, 300, 9);
    hop::write_table(ctx, s, HOP_CONDUCTIVITY, path);
    const hop::file file(ctx, path);
    EXPECT(file.size() == 1 && file.format() == "table" && file.ignored().empty());
    EXPECT(file.spectrum(ctx, 0).values(HOP_CONDUCTIVITY).re == s.values(HOP_CONDUCTIVITY).re);
    EXPECT(file.temperature(0) == 300);
    EXPECT(file.confidence() == 50 && file.flags() == 0 && file.label(0).empty());
    EXPECT(file.columns().size() == 3 && file.metadata().empty() && !file.reasons().empty());
    hop::read_options options(ctx);
    options.set_format(ctx, "table");
    options.set_columns(ctx, "frequency_kHz,sigma_S_per_m,-");
    options.set_delimiter(ctx, ',');
    options.set_decimal_mark(ctx, '.');
    options.set_sign(ctx, HOP_SIGN_AS_IS);
    options.set_duplicates(ctx, HOP_DUPLICATES_REFUSE);
    options.set_temperature(ctx, HOP_TEMPERATURE_IGNORED);
    const hop::file other(ctx, path, options);
    EXPECT(other.spectrum(ctx, 0).frequencies()[0] == 1e3 * s.frequencies()[0]);
    EXPECT(std::isnan(other.temperature(0)));
}

static void a_model_gives_its_parameters_back()
{
    hop::context ctx;
    hop::model_options options(ctx);
    options.set_model(ctx, HOP_MODEL_NCL);
    options.set_weighting(ctx, HOP_WEIGHTING_PROPORTIONAL);
    options.set_n_range(ctx, 0.1, 0.95);
    options.set_frequency_range(ctx, 1e2, 1e8);
    options.set_starts(ctx, 3);
    const std::vector<double> f = log_grid(1e2, 1e8, 61);
    std::vector<double> sigma;
    for (double x : f) {
        sigma.push_back(1e-4 * (1 + std::pow(x / 1e5, 0.6)) + 1e-11 * x);
    }
    const hop::spectrum s(ctx, HOP_CONDUCTIVITY, f, sigma, {});
    const hop::model m(ctx, s, options);
    EXPECT(m.kind() == HOP_MODEL_NCL && m.parts() == 0);
    EXPECT(m.weighting() == HOP_WEIGHTING_PROPORTIONAL);
    EXPECT(m.parameters() == (std::vector<std::int32_t>{HOP_SIGMA_DC, HOP_OMEGA_P, HOP_N,
                                                        HOP_B_NCL}));
    EXPECT(near(m.value(HOP_F_P), 1e5, 1e-6) && near(m.value(HOP_N), 0.6, 1e-6));
    EXPECT(m.covariance().size() == 16 && m.covariance()[0] >= 0);
    EXPECT(m.standard_error(HOP_N) >= 0 && m.interval(HOP_N).upper >= m.value(HOP_N));
    EXPECT(near(m.evaluate(f, HOP_CONDUCTIVITY).re[30], sigma[30], 1e-9));
    EXPECT(m.evaluate(f, HOP_CONDUCTIVITY).im.empty());
    EXPECT(hop::model(ctx, s).kind() == HOP_MODEL_JPL);
    hop::model_options cell(ctx);
    cell.set_model(ctx, HOP_MODEL_CELL);
    cell.set_parts(ctx, HOP_PART_ELECTRODE);
    try {
        hop::model wrong(ctx, s, cell);
        EXPECT(!"a cell was fitted to a real part");
    } catch (const hop::error &error) {
        EXPECT(error.status() == HOP_ERR_MISSING_DATA);
    }
}

static void ions_swing_with_a_known_frequency()
{
    hop::context ctx;
    hop::vibration_options options(ctx);
    options.set_frame_interval(ctx, 2e-15);
    options.set_parts(ctx, HOP_MOTION_ALL);
    options.set_blocks(ctx, 4);
    std::vector<double> values;
    for (int t = 0; t < 2000; t++) {
        for (int i = 0; i < 2; i++) {
            values.insert(values.end(), {std::sin(0.1 * t + i), 0.0, 0.2 * std::cos(0.1 * t)});
        }
    }
    hop::vibration_run run(ctx, options, {HOP_ROLE_MOBILE, HOP_ROLE_MOBILE});
    run.add(ctx, HOP_COORDINATES_UNWRAPPED, values);
    const hop::vibration v(ctx, run);
    const double f = 0.1 / (2 * 3.14159265358979323846 * 2e-15);
    EXPECT(v.ions() == 2 && v.ion_index(1) == 1 && v.parts() == HOP_MOTION_ALL);
    EXPECT(near(v.value(HOP_ATTEMPT_FREQUENCY_VECTOR), f, 1e-3));
    EXPECT(near(v.ion_value(1, HOP_ATTEMPT_FREQUENCY_VECTOR), f, 1e-3));
    EXPECT(v.standard_deviation(HOP_ATTEMPT_FREQUENCY_SCALAR) >= 0);
    EXPECT(v.standard_error(HOP_VIBRATION_AMPLITUDE) >= 0);
    EXPECT(v.block_error(HOP_ATTEMPT_FREQUENCY_SCALAR) >= 0);
    EXPECT((v.warnings() & HOP_VIBRATION_DRIFT_KEPT) != 0);
    EXPECT(v.spectrum(HOP_MOTION_VECTOR).x.size() == 1000 && !v.histogram().y.empty());
    EXPECT(v.msd().error.size() == v.msd().x.size() && !v.msd().x.empty());
    EXPECT(near(hop::vineyard_frequency(ctx, {3e12, 4e12}, {4e12}, 0), 3e12, 1e-12));
    try {
        hop::trajectory nowhere(ctx, "no such file");
        EXPECT(!"a trajectory that is not there was opened");
    } catch (const hop::error &error) {
        EXPECT(error.status() == HOP_ERR_FILE_OPEN);
    }
}

int main(int argc, char **argv)
{
    try {
        ions_swing_with_a_known_frequency();
        spectra_convert_and_move();
        errors_carry_status_and_text();
        chain_by_hand_and_study_agree();
        a_spectrum_obeys_kramers_and_kronig();
        relaxations_in_a_batch();
        line_through_exact_points();
        lines_are_told_in_full();
        a_global_fit_agrees_with_lines_of_single_fits();
        a_hopping_frequency_comes_from_a_model();
        samples_and_spectra_compare();
        a_model_gives_its_parameters_back();
        tables_come_back(argc > 1 ? argv[1] : ".");
    } catch (const hop::error &error) {
        std::fprintf(stderr, "%s: %s\n", hop_status_name(error.status()), error.what());
        return EXIT_FAILURE;
    }
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
