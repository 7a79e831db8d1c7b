# The tasks of benchmark-tasks.ts with R's survey, on the same table. Rscript reference.R TASK ROUNDS TABLE.csv TARGETS.csv
# prints the seconds of each round, the design being made before the clock.
suppressMessages(library(survey))
given <- commandArgs(TRUE)
task <- given[1]
table <- read.csv(given[3])
targets <- read.csv(given[4])
questions <- paste0("q", 1:20)
for (name in c("sex", "age", "commune", "edu", "ethnic", "urban", questions)) table[[name]] <- factor(table[[name]])
design <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = table)
one <- function(name) as.formula(paste0("~", name))
margins <- unique(targets$margin)
populations <- lapply(margins, function(name) {
  part <- targets[targets$margin == name, ]
  frame <- data.frame(factor(part$level, levels = levels(table[[name]])), Freq = part$target)
  names(frame)[1] <- name
  frame
})
work <- switch(task,
  rake = function() rake(design, lapply(margins, one), populations, control = list(maxit = 100, epsilon = 1, verbose = FALSE)),
  calibrate = function() calibrate(design, lapply(margins, one), populations, calfun = "raking"),
  means = function() for (q in questions) SE(svymean(one(q), design)),
  by = function() svyby(~q3, ~commune, design, svymean),
  crosstabs = function() for (q in questions) for (group in c("sex", "age", "commune")) svyby(one(q), one(group), design, svymean),
  boot = function() svymean(~q3, as.svrepdesign(design, type = "subbootstrap", replicates = 200)),
  chisq = function() for (q in questions) svychisq(as.formula(paste0("~", q, "+age")), design),
  glm = function() svyglm(vote ~ sex + age + edu + urban, design, family = quasibinomial()),
  quantiles = function() svyquantile(~w, design, c(.1, .25, .5, .75, .9))
)
# By hand: sums by rowsum(), no model matrix.
spread_of <- function(totals, strata) {
  # totals: a row a PSU; PSUs stand in order of their strata, 40 in each.
  deviations <- totals - rowsum(totals, strata)[strata, ] / 40
  sqrt(colSums(deviations^2) * 40 / 39)
}
weights_by_psu <- function(answers) {
  levels <- max(answers)
  sums <- rowsum(table$w, table$psu * levels + answers)
  totals <- matrix(0, levels, 2000)
  totals[as.integer(rownames(sums))] <- sums
  t(totals)
}
strata_of_psus <- rep(1:50, each = 40)
if (is.null(work) && task == "rake_by_hand") work <- function() {
  codes <- lapply(margins, function(name) as.integer(table[[name]]))
  goals <- lapply(populations, function(one) one$Freq)
  w <- table$w
  repeat {
    change <- 0
    for (m in seq_along(codes)) {
      sums <- rowsum(w, codes[[m]])[, 1]
      change <- max(change, abs(sums - goals[[m]]))
      w <- w * (goals[[m]] / sums)[codes[[m]]]
    }
    if (change < 1) return(w)
  }
}
if (is.null(work) && task == "means_by_hand") work <- function() for (q in questions) {
  totals <- weights_by_psu(as.integer(table[[q]]))
  all <- sum(totals)
  spread_of((totals - outer(rowSums(totals), colSums(totals) / all)) / all, strata_of_psus)
}
if (is.null(work) && task == "by_by_hand") work <- function() {
  totals <- weights_by_psu(as.integer(table$q3))
  commune <- floor((0:1999) * 99 / 2000)
  for (place in 0:98) {
    inside <- totals * (commune == place)
    all <- sum(inside)
    spread_of((inside - outer(rowSums(inside), colSums(inside) / all)) / all, strata_of_psus)
  }
}
if (is.null(work)) quit(status = 1)
for (round in seq_len(as.integer(given[2]))) {
  gc()
  cat(system.time(work())[[3]], "\n")
}
