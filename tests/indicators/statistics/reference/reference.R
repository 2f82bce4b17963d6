# Numbers of the reference packages for the inputs in this folder: run by hand, never by the tests.
#
#   Rscript reference.R PACKAGES HERE
#
# PACKAGES holds checkouts of PHEindicatormethods, FunnelPlotR, NHSRplotthedots and qicharts2, HERE is this folder. Each
# *.json in it holds inputs; what the packages answer is written back under "theirs", with 15 significant digits.
suppressPackageStartupMessages({library(dplyr); library(tidyr); library(purrr); library(rlang); library(tibble)})
packages <- commandArgs(trailingOnly = TRUE)[[1]]
here <- commandArgs(trailingOnly = TRUE)[2]

# R 4.2 and dplyr 1.0 are older than the packages ask for. case_when() had no `.default` and pick() was across().
case_when <- function(..., .default) {
  if (missing(.default)) return(dplyr::case_when(...))
  otherwise <- .default
  dplyr::case_when(..., TRUE ~ otherwise)
}
pick <- function(...) dplyr::across(...)
from_package <- function(package, files) {
  room <- new.env(parent = globalenv())
  for (file in files) {
    text <- gsub("dplyr::case_when", "case_when", readLines(file.path(packages, package, "R", file)), fixed = TRUE)
    eval(parse(text = text), room)
  }
  room
}
read <- function(name) jsonlite::fromJSON(file.path(here, paste0(name, ".json")), simplifyDataFrame = FALSE)
write <- function(name, data) {
  text <- jsonlite::toJSON(data, digits = NA, na = "null", null = "null", auto_unbox = TRUE)
  text <- gsub('("theirs":|"values":|[{]"name":)', "\n\\1", text)
  writeLines(text, file.path(here, paste0(name, ".json")), useBytes = TRUE)
}
column <- function(values) I(as.vector(values))
numbers <- function(values) as.numeric(unlist(lapply(values, function(v) if (is.null(v)) NA else v)))

# ---- PHEindicatormethods ---------------------------------------------------------------------------------------------
phe <- from_package("PHEindicatormethods", c("utils.R", "Proportions.R", "Rates.R", "DSR.R", "ISRate.R", "ISRatio.R",
                                             "Quantiles.R", "Funnels.R", "TrendMarkers.R"))
by_row <- function(n, ask) bind_rows(lapply(seq_len(n), ask))

inputs <- read("phe_proportion")
answers <- by_row(length(inputs$numerator), function(i) {
  phe$phe_proportion(data.frame(x = inputs$numerator[i], n = inputs$denominator[i]), x, n,
                     confidence = inputs$confidence[i])
})
inputs$theirs <- list(value = answers$value, lower = answers$lowercl, upper = answers$uppercl)
write("phe_proportion", inputs)

inputs <- read("phe_rate")
answers <- by_row(length(inputs$count), function(i) {
  phe$phe_rate(data.frame(x = inputs$count[i], n = inputs$denominator[i]), x, n,
               confidence = inputs$confidence[i], multiplier = inputs$per[i])
})
inputs$theirs <- list(value = answers$value, lower = answers$lowercl, upper = answers$uppercl, method = answers$method)
write("phe_rate", inputs)

write("phe_dsr", lapply(read("phe_dsr"), function(case) {
  got <- phe$calculate_dsr(data.frame(x = case$x, n = case$n, stdpop = case$stdpop), x, n, stdpop,
                           confidence = case$confidence, multiplier = case$per)
  case$theirs <- list(count = got$total_count, value = got$value, lower = got$lowercl, upper = got$uppercl)
  for (key in c("x", "n", "stdpop")) case[[key]] <- I(case[[key]])
  case
}))

write("phe_dsr_repeats", lapply(read("phe_dsr_repeats"), function(case) {
  groups <- length(case$n)
  data <- data.frame(x = as.vector(t(case$x)), n = case$n, stdpop = case$stdpop,
                     times = rep(case$times, each = groups), age = seq_len(groups), area = "A")
  got <- phe$calculate_dsr(group_by(data, area), x, n, stdpop, confidence = case$confidence, multiplier = case$per,
                           independent_events = FALSE, eventfreq = times, ageband = age)
  case$theirs <- list(count = got$total_count, value = got$value, lower = got$lowercl, upper = got$uppercl)
  case
}))

write("phe_isr", lapply(read("phe_isr"), function(case) {
  data <- data.frame(x = case$x, n = case$n)
  ratio <- phe$calculate_ISRatio(data, x, n, case$x_ref, case$n_ref, confidence = case$confidence)
  rate <- phe$calculate_ISRate(data, x, n, case$x_ref, case$n_ref, confidence = case$confidence, multiplier = case$per)
  case$theirs <- list(
    observed = ratio$observed, expected = ratio$expected, ratio = ratio$value, ratio_lower = ratio$lowercl,
    ratio_upper = ratio$uppercl, reference = rate$ref_rate, rate = rate$value, rate_lower = rate$lowercl,
    rate_upper = rate$uppercl)
  case
}))

write("phe_quantile", lapply(read("phe_quantile"), function(case) {
  values <- numbers(case$values)
  got <- suppressWarnings(phe$phe_quantile(data.frame(values = values), values, nquantiles = case$quantiles,
                                           invert = case$invert))
  case$values <- I(values)
  case$theirs <- I(got$quantile)
  case
}))

write("phe_funnel", lapply(read("phe_funnel"), function(case) {
  data <- data.frame(x = case$numerator, n = case$denominator)
  data$rate <- data$x / data$n * case$multiplier
  if (case$statistic == "rate") {
    lines <- phe$calculate_funnel_limits(data, x, n, rate, statistic = "rate", rate_type = "crude", years_of_data = 1,
                                         multiplier = case$multiplier)
    labels <- phe$assign_funnel_significance(data, x, n, rate, statistic = "rate", rate_type = "crude",
                                             multiplier = case$multiplier)
  } else if (case$statistic == "proportion") {
    lines <- phe$calculate_funnel_limits(data, x, n, statistic = "proportion", multiplier = case$multiplier)
    labels <- phe$assign_funnel_significance(data, x, n, statistic = "proportion")
  } else {
    lines <- phe$calculate_funnel_limits(data, x, n, statistic = "ratio", ratio_type = "isr",
                                         multiplier = case$multiplier)
    labels <- phe$assign_funnel_significance(data, x, n, statistic = "ratio")
  }
  some <- unique(round(seq(1, nrow(lines), length.out = 12)))
  lines <- lines[some, ]
  case$theirs$at <- lines[[1]]
  for (name in intersect(c("lower_2s_limit", "upper_2s_limit", "lower_3s_limit", "upper_3s_limit",
                           "lower_2s_exp_events", "upper_2s_exp_events", "lower_3s_exp_events", "upper_3s_exp_events",
                           "lower_2s_population_1_year", "upper_2s_population_1_year", "lower_3s_population_1_year",
                           "upper_3s_population_1_year"), names(lines))) {
    case$theirs[[name]] <- lines[[name]]
  }
  if (case$statistic != "proportion") {
    # The package halves an interval 23 times; base R's quantiles of gamma are where that would end.
    for (level in c("2s", "3s")) {
      tail <- c("2s" = 0.025, "3s" = 0.001)[[level]]
      case$theirs[[paste0("exact_lower_", level)]] <- qgamma(tail, lines[[1]] + 1, lower.tail = FALSE)
      case$theirs[[paste0("exact_upper_", level)]] <- qgamma(tail, lines[[1]])
    }
  }
  if ("baseline" %in% names(lines)) case$theirs$baseline <- lines$baseline[1]
  case$theirs$significance <- as.character(labels$significance)
  case
}))

write("phe_trend", lapply(read("phe_trend"), function(case) {
  data <- data.frame(x = case$numerator, n = case$denominator, t = case$time)
  latest <- tail(data, 5)
  if (case$kind == "proportion") {
    # A share of 0 or of all has no logit: the package stops where the test is significant.
    got <- tryCatch(phe$assign_trend_markers(data, t, numerator = x, denominator = n, value_type = "proportion"),
                    error = function(stopped) data.frame(recent_trend = NA, recent_trend_reason = NA))
    ask <- function(what) phe$calculate_trend_logistic_regression(latest$n, latest$x, latest$t, what)
  } else {
    data <- phe$phe_rate(data, x, n, type = "standard", multiplier = 10000)
    latest <- tail(data, 5)
    got <- phe$assign_trend_markers(data, t, value = value, numerator = x, denominator = n, value_type = "other",
                                    lower_cl = lowercl, upper_cl = uppercl)
    ask <- function(what) {
      phe$calculate_trend_weighted_regression(latest$value, latest$t, latest$lowercl, latest$uppercl, 0.95, what)
    }
  }
  marker <- tail(got, 1)
  case$theirs <- list(statistic = ask("significance"), gradient = ask("trend_direction"),
                      marker = marker$recent_trend, why = marker$recent_trend_reason)
  case
}))

# ---- FunnelPlotR -----------------------------------------------------------------------------------------------------
# Its plot is not drawn: the numbers are made before it.
suppressPackageStartupMessages(library(ggplot2))
fpr <- from_package("FunnelPlotR", setdiff(list.files(file.path(packages, "FunnelPlotR", "R")), "draw_plot.R"))
fpr$draw_plot <- function(...) NULL
fpr$validate_funnel_plot <- function(...) NULL
write("funnelplotr", lapply(read("funnelplotr"), function(case) {
  data <- data.frame(x = case$numerator, n = case$denominator)
  data$area <- sprintf("%03d", seq_len(nrow(data)))
  method <- if (is.null(case$sr_method)) "SHMI" else case$sr_method
  ask <- function(adjusted, limit) {
    suppressMessages(fpr$funnel_plot(data, x, n, area, data_type = case$data_type, sr_method = method,
                                     trim_by = case$trim_by, multiplier = case$multiplier, draw_adjusted = adjusted,
                                     draw_unadjusted = TRUE, limit = limit, SHMI_rounding = isTRUE(case$rounded)))
  }
  adjusted <- ask(TRUE, 99)
  plain <- ask(FALSE, 99)
  table <- adjusted$aggregated_data[match(data$area, adjusted$aggregated_data$group), ]
  flags <- function(got) got$aggregated_data$outlier[match(data$area, got$aggregated_data$group)]
  case$theirs <- list(phi = adjusted$phi, tau2 = adjusted$tau2)
  case$theirs$z <- table$Uzscore
  case$theirs$z_kept <- table$Wuzscore
  # For all 150 councils the limits of twelve will do.
  limits_of <- unique(round(seq(1, nrow(table), length.out = min(12, nrow(table)))))
  case$theirs$limits_of <- column(limits_of - 1)
  for (name in c("LCL95", "UCL95", "LCL99", "UCL99", "OD95LCL", "OD95UCL", "OD99LCL", "OD99UCL")) {
    case$theirs[[name]] <- table[[name]][limits_of]
  }
  case$theirs$outlier_adjusted_95 <- flags(ask(TRUE, 95))
  case$theirs$outlier_adjusted_998 <- flags(adjusted)
  case$theirs$outlier_95 <- flags(ask(FALSE, 95))
  case$theirs$outlier_998 <- flags(plain)
  case
}))

# ---- NHSRplotthedots -------------------------------------------------------------------------------------------------
# One letter for each point; README.md says which.
letter <- c("Common Cause" = ".", "Above UCL" = "U", "Below LCL" = "L", "7 Point Trend (Increasing)" = "i",
            "7 Point Trend (Decreasing)" = "d", "2 in 3 Above CL" = "a", "2 in 3 Below CL" = "b",
            "7 Points Above CL" = "A", "7 Points Below CL" = "B")
ptd <- from_package("NHSRplotthedots", c("ZZZ.R", "to_datetime.R", "ptd_rebase.R", "ptd_target.R", "ptd_spc_options.R",
                                         "ptd_validate_spc_options.R", "ptd_add_rebase_column.R", "ptd_spc_standard.R",
                                         "ptd_calculate_point_type.R", "ptd_calculate_assurance_type.R",
                                         "ptd_add_short_group_warnings.R", "ptd_add_target_column.R", "ptd_spc.R"))
to_datetime.Date <- ptd$to_datetime.Date
to_datetime.POSIXt <- ptd$to_datetime.POSIXt
ptd_spc.data.frame <- ptd$ptd_spc.data.frame
write("nhsrplotthedots", lapply(read("nhsrplotthedots"), function(case) {
  values <- numbers(case$values)
  dates <- seq(as.Date("2000-01-01"), by = "month", length.out = length(values))
  rebase <- if (length(case$rebase)) dates[unlist(case$rebase)] else NULL
  data <- data.frame(y = values, day = dates)
  ask <- function() {
    suppressWarnings(ptd$ptd_spc(data, y, day, rebase = rebase, fix_after_n_points = case$fix_after,
                                 improvement_direction = case$direction, target = case$target,
                                 screen_outliers = case$screen))
  }
  # A gap in a series of seven or more stops the package at its trend rule; the limits it makes before that.
  got <- tryCatch(ask(), error = function(stopped) NULL)
  refused <- is.null(got)
  if (refused) {
    options <- ptd$ptd_spc_options("y", "day", NULL, rebase, case$fix_after, case$direction, case$target, NULL,
                                   case$screen)
    data$rebase <- as.numeric(data$day %in% rebase)
    got <- ptd$ptd_spc_standard(data, options)
    got$special_cause_type <- got$point_type <- got$short_group_warning <- NA
  }
  last <- if (refused) list(assurance_type = NA) else ptd$ptd_calculate_assurance_type(got)
  first <- !duplicated(got$rebase_group)
  case$values <- I(values)
  case$rebase <- I(as.integer(unlist(case$rebase)))
  case["fix_after"] <- list(case$fix_after)
  case["target"] <- list(case$target)
  case$theirs <- list(mean = column(got$mean_col[first]), lower = column(got$lpl[first]),
                      upper = column(got$upl[first]), cause = paste(letter[got$special_cause_type], collapse = ""),
                      variation = got$point_type[nrow(got)], assurance = last$assurance_type,
                      short = column(got$short_group_warning[first]), refused = refused)
  if (refused) case$theirs$cause <- NA
  case
}))

# ---- qicharts2, and base R's quantiles ------------------------------------------------------------------------------
qic <- from_package("qicharts2", "helper.functions.R")
write("qicharts2", lapply(read("qicharts2"), function(case) {
  points <- length(case$count)
  fix <- if (is.null(case$fix_after)) points else case$fix_after
  given <- data.frame(x = seq_len(points), y = case$count / case$size, y.sum = case$count, n = case$size, cl = NA_real_,
                      baseline = seq_len(points) <= fix, include = TRUE)
  case["fix_after"] <- list(case$fix_after)
  plain <- qic[[paste0("qic.", case$chart)]](given)
  laney <- qic[[paste0("qic.", case$chart, "p")]](given)
  exact <- function(sigma) {
    tail <- pnorm(sigma)
    column(0 + if (case$chart == "p") qbinom(tail, case$size, plain$cl) else qpois(tail, case$size * plain$cl))
  }
  case$theirs <- list(mean = plain$cl[1], lower = column(plain$lcl), upper = column(plain$ucl),
                      upper_close = column(plain$ucl.95), laney_lower = column(laney$lcl),
                      laney_upper = column(laney$ucl), exact_lower = exact(-3), exact_lower_close = exact(-2),
                      exact_upper_close = exact(2), exact_upper = exact(3))
  case
}))

# ---- base R ----------------------------------------------------------------------------------------------------------
base <- read("base_r")
over <- function(n, ask) lapply(transpose(lapply(seq_len(n), ask)), function(v) column(unlist(v)))
t <- base$fisher
base$fisher$theirs <- over(length(t$a), function(i) {
  table <- matrix(c(t$a[i], t$b[i], t$c[i], t$d[i]), 2, byrow = TRUE)
  list(two_sided = fisher.test(table)$p.value, greater = fisher.test(table, alternative = "greater")$p.value,
       less = fisher.test(table, alternative = "less")$p.value,
       chi_squared = suppressWarnings(chisq.test(table, correct = FALSE)$statistic),
       chi_squared_p = suppressWarnings(chisq.test(table, correct = FALSE)$p.value))
})
t <- base$poisson_one
base$poisson_one$theirs <- over(length(t$count), function(i) {
  got <- poisson.test(t$count[i], t$exposure[i], r = t$rate[i], conf.level = t$confidence[i])
  list(p = got$p.value, lower = got$conf.int[1], upper = got$conf.int[2])
})
t <- base$poisson_two
base$poisson_two$theirs <- over(length(t$count_1), function(i) {
  got <- poisson.test(c(t$count_1[i], t$count_2[i]), c(t$exposure_1[i], t$exposure_2[i]))
  list(p = got$p.value, ratio = got$estimate, lower = got$conf.int[1],
       upper = if (is.finite(got$conf.int[2])) got$conf.int[2] else NA)
})
t <- base$binom
base$binom$theirs <- over(length(t$p), function(i) {
  got <- binom.test(t$numerator[i], t$denominator[i], t$p[i])
  list(two_sided = got$p.value, lower = got$conf.int[1], upper = got$conf.int[2])
})
base$kendall <- lapply(base$kendall, function(case) {
  values <- numbers(case$values)
  ask <- function(...) suppressWarnings(cor.test(values, seq_along(values), method = "kendall", ...))
  ties <- any(duplicated(values))
  case$theirs <- list(tau = unname(ask()$estimate), p = ask()$p.value,
                      p_exact = if (ties) NA else ask(exact = TRUE)$p.value, p_normal = ask(exact = FALSE)$p.value,
                      p_corrected = ask(exact = FALSE, continuity = TRUE)$p.value)
  case
})
base$prop_trend <- lapply(base$prop_trend, function(case) {
  if (sum(case$numerator) %in% c(0, sum(case$denominator))) {
    case["theirs"] <- list(NULL)  # prop.trend.test() stops where all proportions are 0 or 1
    return(case)
  }
  got <- suppressWarnings(prop.trend.test(case$numerator, case$denominator, case$time))
  all <- suppressWarnings(chisq.test(rbind(case$numerator, case$denominator - case$numerator), correct = FALSE))
  case$theirs <- list(statistic = unname(got$statistic), p = got$p.value, chi_squared = unname(all$statistic),
                      chi_squared_p = all$p.value)
  case
})
base$rate_trend <- lapply(base$rate_trend, function(case) {
  # The score test by hand from the model without a trend: anova(test = "Rao") uses the weights of the last step but one
  # and is right to six decimals at best (68.0259 where 68.0211 is exact, with glm()'s own epsilon).
  none <- glm(count ~ offset(log(denominator)), family = poisson, data = case,
              control = glm.control(epsilon = 1e-14, maxit = 100))
  mu <- fitted(none)
  line <- lm((count - mu) / mu ~ I(time - mean(time)), data = case, weights = mu)
  rao <- sum(mu * fitted(line)^2)
  case$theirs <- list(statistic = rao, p = pchisq(rao, 1, lower.tail = FALSE))
  case
})
base$p_adjust <- lapply(base$p_adjust, function(case) {
  p <- numbers(case$p)
  list(p = I(p), theirs = I(p.adjust(p, "BH")))
})
base$quantile <- lapply(base$quantile, function(case) {
  case$values <- I(case$values)
  case$theirs <- I(unname(quantile(case$values, c(0, .1, .2, .25, .5, .75, .8, .9, 1), type = 7)))
  case
})
base$rank <- lapply(base$rank, function(case) {
  v <- numbers(case$values)
  list(values = I(v), theirs = list(lowest_first = rank(v, ties.method = "min", na.last = "keep"),
                                    highest_first = rank(-v, ties.method = "min", na.last = "keep")))
})
write("base_r", base)
