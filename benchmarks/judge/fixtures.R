# Independent computations of the statistics, as JSON on standard output:
#
#   Rscript benchmarks/judge/fixtures.R > benchmarks/judge/fixtures.json
#
# Needs base R only. The tests compare to six digits.

x <- c(.80, .83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, .73, 1.46)
y <- c(1.15, .88, .90, .74, 1.21)
may <- na.omit(airquality$Ozone[airquality$Month == 5])
august <- na.omit(airquality$Ozone[airquality$Month == 8])

wilcoxon <- function(a, b, ...) {
  test <- suppressWarnings(wilcox.test(a, b, ...))
  list(statistic = unname(test$statistic), pValue = test$p.value)
}
shift <- wilcox.test(x, y, conf.int = TRUE, exact = TRUE)

mannWhitney <- list(
  list(first = x, second = y, method = "exact",
       greater = wilcoxon(x, y, alternative = "greater", exact = TRUE),
       twoSided = wilcoxon(x, y, exact = TRUE)),
  list(first = x, second = y, method = "normal",
       greater = wilcoxon(x, y, alternative = "greater", exact = FALSE, correct = FALSE),
       twoSided = wilcoxon(x, y, exact = FALSE, correct = FALSE)),
  list(first = x, second = y, method = "corrected",
       greater = wilcoxon(x, y, alternative = "greater", exact = FALSE),
       twoSided = wilcoxon(x, y, exact = FALSE)),
  list(first = may, second = august, method = "corrected",
       greater = wilcoxon(may, august, alternative = "greater", exact = FALSE),
       twoSided = wilcoxon(may, august, exact = FALSE))
)

ks <- ks.test(x, y)
kolmogorovSmirnov <- list(first = x, second = y,
  distance = unname(ks$statistic), pValue = ks$p.value,
  greater = unname(ks.test(x, y, alternative = "less")$statistic))

# The t mixture by numerical integration: the density of the data under an effect in units of the standard deviation,
# with a normal prior on the effect and the prior 1/sigma on the standard deviation, over the same without an effect.
# All points have weight 1.
evidence <- function(d, null, g) {
  n <- length(d)
  inner <- function(sigma, effect) {
    exp(sapply(sigma, function(s) sum(dnorm(d, null + effect * s, s, log = TRUE)) - log(s)) - reference)
  }
  reference <- sum(dnorm(d, mean(d), sd(d), log = TRUE))
  over <- function(effect) sapply(effect, function(e)
    integrate(inner, 0, Inf, effect = e, rel.tol = 1e-10, subdivisions = 1000L)$value)
  integrate(function(e) over(e) * dnorm(e, 0, sqrt(g)), -Inf, Inf, rel.tol = 1e-10, subdivisions = 1000L)$value / over(0)
}
differences <- with(sleep, extra[group == 2] - extra[group == 1])
limits <- function(d, g, level) {
  outside <- function(null) evidence(d, null, g) - 1 / level
  c(uniroot(outside, c(mean(d) - 8, mean(d)), tol = 1e-10)$root,
    uniroot(outside, c(mean(d), mean(d) + 8), tol = 1e-10)$root)
}
tMixture <- list(
  differences = differences,
  evidence = lapply(c(.1, .25, 1), function(g) list(g = g, evidence = evidence(differences, 0, g))),
  intervals = lapply(list(c(1, .05), c(1, .1), c(.25, .2)), function(p)
    list(g = p[1], level = p[2], interval = limits(differences, p[1], p[2])))
)

# The likelihood of ratio theta over ratio 1, as a ratio of binomial probabilities: of k events, x are the candidate's.
blocks <- rbind(c(3, 100, 10, 900), c(4, 100, 12, 900), c(2, 300, 6, 700))
ratios <- c(1.05, 1.1, 1.2, 1.4, 1.7, 2.5, 5, 20)
likelihood <- function(theta) prod(apply(blocks, 1, function(b) {
  k <- b[1] + b[3]
  q <- b[2] / (b[2] + b[4])
  dbinom(b[1], k, q * theta / (1 - q + q * theta)) / dbinom(b[1], k, q)
}))
counts <- list(blocks = blocks, evidence = mean(sapply(ratios, likelihood)),
  expectation = sum(dbinom(0:13, 13, .1) * sapply(0:13, function(x)
    mean((ratios^x) / (1 - .1 + .1 * ratios)^13))))

# The ratio of rates by Mantel and Haenszel over the six departments.
admissions <- apply(UCBAdmissions, 3, function(t) c(t[1, 1], sum(t[, 1]), t[1, 2], sum(t[, 2])))
rates <- list(blocks = t(unname(admissions)),
  ratio = sum(apply(admissions, 2, function(b) b[1] * b[4] / (b[2] + b[4]))) /
    sum(apply(admissions, 2, function(b) b[3] * b[2] / (b[2] + b[4]))),
  commonOddsRatio = unname(mantelhaen.test(UCBAdmissions)$estimate))

# The largest rate of mismatches that a beta-binomial mixture with a uniform prior does not exclude, at any time.
mismatchRate <- lapply(list(c(0, 10), c(0, 1000), c(3, 500), c(20, 400)), function(p) {
  excess <- function(rate) log(20) -
    (lbeta(1 + p[1], 1 + p[2] - p[1]) - dbinom(p[1], p[2], rate, log = TRUE) + lchoose(p[2], p[1]))
  list(mismatched = p[1], compared = p[2],
    upper = if (excess(1 - 1e-12) > 0) 1 else uniroot(excess, c(max(p[1] / p[2], 1e-9), 1 - 1e-12), tol = 1e-12)$root)
})

toJson <- function(value) {
  if (is.list(value) && !is.null(names(value)))
    paste0("{", paste0('"', names(value), '":', sapply(value, toJson), collapse = ","), "}")
  else if (is.list(value)) paste0("[", paste(sapply(value, toJson), collapse = ","), "]")
  else if (is.matrix(value)) paste0("[", paste(apply(value, 1, toJson), collapse = ","), "]")
  else if (is.character(value)) paste0('"', value, '"')
  else if (length(value) == 1) sprintf("%.12g", value)
  else paste0("[", paste(sprintf("%.12g", value), collapse = ","), "]")
}
cat(toJson(list(
  r = R.version.string,
  mannWhitney = mannWhitney,
  shift = list(first = x, second = y, level = .95, shift = unname(shift$estimate), interval = as.numeric(shift$conf.int)),
  kolmogorovSmirnov = kolmogorovSmirnov,
  tMixture = tMixture,
  counts = counts,
  rates = rates,
  mismatchRate = mismatchRate
)), "\n")
