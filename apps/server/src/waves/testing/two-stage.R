# What R's survey package says of the two-stage sample, with the design cells and with the whole design.
#   node apps/server/src/waves/testing/two-stage-sample.ts > rows.csv
#   Rscript apps/server/src/waves/testing/two-stage.R rows.csv
library(survey)
options(survey.lonely.psu = "adjust", digits = 15)
rows <- read.csv(commandArgs(TRUE)[1], fileEncoding = "UTF-8")
# Non-response: invited over answered in each cell; all cells have 10 answers or more.
rows$factor <- ave(rows$responds, rows$cell, FUN = length) / ave(rows$responds, rows$cell, FUN = sum)
stopifnot(tapply(rows$responds, rows$cell, sum) >= 10)
answered <- subset(rows, responds == 1)
say <- function(name, design) {
  m <- svymean(~liters, design)
  ci <- confint(m, df = degf(design))
  p <- svymean(~I(water == "yes"), design)
  pci <- confint(svyciprop(~I(water == "yes"), design, method = "logit", df = degf(design)))
  cat(name, "df", degf(design), "\n")
  cat("  liters", format(c(coef(m), SE(m), ci), digits = 15), "\n")
  cat("  water ", format(c(coef(p)[2], SE(p)[2], pci), digits = 15), "\n")
}
say("cells", svydesign(ids = ~unit, strata = ~stratum, weights = ~I(cell_weight * factor), data = answered, nest = TRUE))
say("whole", svydesign(ids = ~psu, strata = ~stratum, weights = ~I(base_weight * factor), data = answered, nest = TRUE))
cat(R.version.string, "survey", as.character(packageVersion("survey")), "\n")
