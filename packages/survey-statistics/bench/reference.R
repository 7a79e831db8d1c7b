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
for (round in seq_len(as.integer(given[2]))) {
  gc()
  cat(system.time(work())[[3]], "\n")
}
