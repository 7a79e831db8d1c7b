# Further cases for the oracle, from R itself: other data, designs and calls than the stored ones.
#   Rscript tools/oracle/further-cases.R FOLDER && npm run -s oracle -- FOLDER
# Needs R with survey, jsonlite and MASS (Debian: r-cran-survey r-cran-jsonlite r-cran-mass). All data come with survey.
suppressMessages({
  library(survey)
  library(jsonlite)
})
folder <- commandArgs(TRUE)[1]
dir.create(file.path(folder, "data"), recursive = TRUE, showWarnings = FALSE)

# ---- numbers as the oracle's README spells them ----
number <- function(value) {
  if (is.nan(value)) "NaN" else if (is.na(value)) NULL else if (is.infinite(value)) (if (value > 0) "Inf" else "-Inf") else value
}
entries <- function(x) {
  x <- as.vector(unname(x))
  if (is.numeric(x)) lapply(x, number) else as.list(x)
}
rows <- function(matrix) lapply(seq_len(nrow(matrix)), function(i) entries(matrix[i, ]))
as_json <- function(x) toJSON(x, auto_unbox = TRUE, digits = I(17), null = "null", na = "null")

# ---- what each kind of result keeps ----
figures <- function(result) list(names = as.list(names(coef(result))), coef = entries(coef(result)), se = entries(unlist(SE(result))))
described <- function(result, df) {
  if (inherits(result, "svyciprop"))
    return(list(kind = "svyciprop", est = number(as.vector(result)[1]), ci = entries(attr(result, "ci")), se = number(sqrt(as.vector(attr(result, "var"))[1]))))
  if (inherits(result, c("svyvar", "svrepvar"))) {
    coefficients <- as.matrix(result)
    return(list(kind = "svyvar", vars = as.list(colnames(coefficients)), coef_colmajor = entries(c(coefficients)), se_colmajor = entries(c(SE(result))), vcov = rows(vcov(result))))
  }
  if (inherits(result, "newsvyquantile"))
    return(list(kind = "svyquantile", vars = lapply(unclass(result)[names(result)], function(one) list(quantiles = as.list(rownames(one)), cols = as.list(colnames(one)), m = rows(unclass(one)))), se = entries(SE(result))))
  if (inherits(result, "svyby")) {
    columns <- lapply(as.list(as.data.frame(result)), function(column) if (is.factor(column)) as.list(as.character(column)) else entries(column))
    kept <- list(kind = "svyby", by = columns[attr(result, "svyby")$margins], columns = columns, names = as.list(names(coef(result))), coef = entries(coef(result)))
    errors <- tryCatch(SE(result), error = function(problem) NULL)
    if (!is.null(errors)) kept$se <- entries(unlist(errors))
    if (!is.null(attr(result, "var"))) kept$vcov <- rows(as.matrix(vcov(result)))
    return(kept)
  }
  if (inherits(result, "svyratio")) return(c(list(kind = "svyratio"), figures(result), list(confint = rows(confint(result)), confint_t = rows(confint(result, df = df)))))
  if (inherits(result, c("svystat", "svrepstat"))) {
    kept <- c(list(kind = "svystat"), figures(result), list(vcov = rows(as.matrix(vcov(result))), confint = rows(confint(result)), confint_t = rows(confint(result, df = df)), df = number(df), cv = entries(cv(result))))
    if (!is.null(attr(result, "deff"))) kept$deff <- entries(deff(result))
    return(kept)
  }
  if (inherits(result, "htest")) return(list(kind = "htest", statistic = entries(result$statistic), parameter = entries(result$parameter), p = number(as.vector(result$p.value)), estimate = entries(result$estimate)))
  if (inherits(result, "svyglm")) {
    table <- summary(result)$coefficients
    return(c(list(kind = "svyglm"), figures(result), list(vcov = rows(vcov(result)), t = entries(table[, 3]), p = entries(table[, 4]), df_residual = number(result$df.residual), deviance = number(result$deviance), null_deviance = number(result$null.deviance), dispersion = number(as.vector(summary(result)$dispersion)), confint = rows(confint(result)))))
  }
  if (inherits(result, "regTermTest")) return(list(kind = "regTermTest", Ftest = number(as.vector(result$Ftest)), df = number(result$df), ddf = number(result$ddf), p = number(as.vector(result$p))))
  if (inherits(result, "regTermTestLRT")) return(list(kind = "regTermTestLRT", chisq = number(result$chisq), df = number(result$df), ddf = number(result$ddf), p = number(as.vector(result$p)), lambda = entries(result$lambda)))
  if (inherits(result, "svyolr")) return(list(kind = "svyolr", names = as.list(c(names(result$coefficients), names(result$zeta))), coef = entries(c(result$coefficients, result$zeta)), se = entries(sqrt(diag(result$var))), deviance = number(result$deviance)))
  if (is.table(result)) return(list(kind = "table", dims = lapply(dimnames(result), as.list), colmajor = entries(c(result))))
  if (is.data.frame(result)) return(list(kind = "data.frame", columns = lapply(as.list(result), entries)))
  if (is.matrix(result)) return(list(kind = "matrix", rows = as.list(rownames(result)), cols = as.list(colnames(result)), m = rows(result)))
  if (is.numeric(result)) return(list(kind = "numeric", value = entries(result)))
  stop("a kind of result that the oracle does not know: ", class(result)[1])
}

# ---- files ----
digits <- function(x) ifelse(is.na(x), "", formatC(x, digits = 17, format = "g"))
write_columns <- function(file, columns) writeLines(c(paste(names(columns), collapse = ","), do.call(paste, c(unname(columns), sep = ","))), file.path(folder, file))
write_data <- function(id, name, frame) {
  file <- sprintf("data/%s_%s.csv", id, name)
  write_columns(file, lapply(frame, function(column) if (is.numeric(column)) digits(column) else ifelse(is.na(column), "", paste0('"', as.character(column), '"'))))
  factors <- lapply(Filter(is.factor, as.list(frame)), function(column) as.list(levels(column)))
  list(name = name, csv = file, rows = nrow(frame),
    types = lapply(frame, function(column) if (is.factor(column)) "factor" else if (is.numeric(column)) "number" else "string"),
    factors = if (length(factors)) factors else setNames(list(), character()))
}
design_of <- function(id, name, design) {
  kept <- list(class = class(design)[1], n = nrow(design), degf = degf(design), sum_w = sum(weights(design, "sampling")))
  if (!inherits(design, "svyrep.design")) return(kept)
  weights <- cbind(weights(design, "sampling"), as.matrix(weights(design, "analysis")))
  colnames(weights) <- c("pw", paste0("r", seq_len(ncol(weights) - 1)))
  file <- sprintf("data/%s_repweights_%s.csv", id, name)
  write_columns(file, lapply(as.data.frame(weights), digits))
  c(kept, list(type = design$type, scale = design$scale, rscales = entries(design$rscales), mse = isTRUE(design$mse), combined = TRUE, replicates = ncol(weights) - 1, repweights_csv = file))
}

group <- function(id, data, setup, calls, lonely = "fail", domain_lonely = FALSE) {
  chosen <- list(survey.lonely.psu = lonely, survey.adjust.domain.lonely = domain_lonely)
  options(chosen)
  place <- new.env(parent = globalenv())
  files <- lapply(names(data), function(name) {
    assign(name, data[[name]], place)
    write_data(id, name, data[[name]])
  })
  for (line in setup) eval(parse(text = line), place)
  made <- unique(sub(" *<-.*", "", setup))
  designs <- Filter(function(name) inherits(get(name, place), c("survey.design", "svyrep.design")), made)
  df <- degf(get(designs[1], place))
  results <- lapply(seq_along(calls), function(k) {
    kept <- tryCatch(suppressWarnings(described(eval(parse(text = calls[k]), place), df)), error = function(problem) list(kind = "error", message = conditionMessage(problem)))
    c(list(id = sprintf("call%03d", k), r = calls[k]), kept)
  })
  writeLines(as_json(list(id = id, title = id, options = chosen, data = files, setup = as.list(setup), designs = sapply(designs, function(name) design_of(id, name, get(name, place)), simplify = FALSE), results = results)), file.path(folder, paste0(id, ".json")))
  cat(sprintf("%s: %d results, of which R refuses %d\n", id, length(results), sum(sapply(results, function(one) one$kind == "error"))))
}

# ---- the calls: d a design, y and z numbers, g a factor, h a factor of two levels, b a condition ----
calls_on <- function(d, y, z, g, h, b) {
  with_names <- function(template) {
    for (name in c("d", "y", "z", "g", "h", "b")) template <- gsub(paste0("@", name), get(name), template, fixed = TRUE)
    template
  }
  with_names(c(
    "svymean(~@y+@z, @d, na.rm=TRUE)", "svymean(~@y, @d, na.rm=TRUE, deff=TRUE)", "svymean(~@g, design=@d, deff='replace')",
    "svytotal(~@y+@g, @d)", "svytotal(~@h, @d, deff=TRUE)", "svymean(~interaction(@g,@h), @d)", "svymean(~@g:@h, @d)",
    "svymean(~I(@y/1000), @d)", "svymean(~log(@y+1), @d)", "svymean(~zz, update(@d, zz=@y*2))",
    "svyratio(~@y+@z, ~@z, @d)", "svyratio(numerator=~@y, denominator=~@z, design=subset(@d, @b))",
    "svyvar(~@y+@z, @d)", "svyvar(~@y, subset(@d, @b))",
    "svyby(~@y, ~@g, @d, svymean, vartype=c('se','cv'))", "svyby(~@y+@z, ~@h, @d, svytotal)", "svyby(~@y, ~@g+@h, @d, svymean, keep.names=FALSE)",
    "svyby(~@h, ~@g, @d, svymean, vartype='ci')", "svyby(~@y, ~@g, @d, svytotal, deff=TRUE)", "svyby(~@y, ~@g, @d, svyvar)",
    "svyby(~@y, ~@g, @d, svyquantile, quantiles=0.5, ci=TRUE)", "svyby(~@y, ~part, update(@d, part=cut(@z, c(-Inf, 500, Inf))), svymean)",
    "svycontrast(svyby(~@y, ~@h, @d, svymean, covmat=TRUE), c(1,-1))", "svycontrast(svymean(~@y+@z, @d), c(@y=1,@z=-1))",
    "svycontrast(svymean(~@y+@z, @d), quote(log(@y)-sqrt(@z)))",
    "svyciprop(~I(@b), @d)", "svyciprop(~I(@b), @d, method='likelihood', level=0.9)", "svyciprop(~I(@b), @d, method='beta')",
    "svyciprop(~I(@b), @d, method='asin')", "svyciprop(~I(@b), @d, method='xlogit', df=30)", "svyciprop(~I(@b), @d, 'mean', level=.99)",
    "svyquantile(~@y, @d, c(.05,.3,.5,.95))", "svyquantile(~@y, @d, .5, qrule='hf7', interval.type='xlogit')",
    "svyquantile(~@y+@z, @d, c(.2,.8), interval.type='beta', df=20)", "svyquantile(~@y, @d, quantiles=c(.33,.66), alpha=.1, qrule='school')",
    "svyquantile(~@y, @d, c(.25,.75), interval.type='score')",
    "svychisq(~@g+@h, @d)", "svychisq(~@h+@g, @d, statistic='Wald')", "svychisq(~@g+@h, subset(@d, @b), statistic='adjWald')",
    "svychisq(~@g+@h, @d, statistic='lincom')", "svychisq(~@g+@h, @d, statistic='saddlepoint')", "svychisq(~@g+@h, @d, 'Chisq')",
    "svyttest(@y~@h, @d)", "svyttest(I(@y-@z)~0, @d)", "svyranktest(@y~@h, @d)", "svyranktest(@y~@g, @d, test='median')", "svyranktest(@y~@h, @d, test='vanderWaerden')",
    "svyglm(@y~@g*@h, design=@d)", "svyglm(@y~@z+I(@z^2), @d)", "svyglm(I(@b)~@g+@z, @d, family=quasibinomial())",
    "svyglm(I(@b)~@h, @d, family=binomial(link='cloglog'))", "svyglm(@y~@g+@h, @d, family=quasipoisson)", "svyglm(@z~@g, @d, family=Gamma(link='log'))",
    "svyglm(@y~@g, subset(@d, @b))", "svyglm(@y~1, @d)",
    "regTermTest(svyglm(@y~@g*@h, @d), ~@g:@h)", "regTermTest(svyglm(I(@b)~@g+@z, @d, family=quasibinomial()), ~@g+@z, method='LRT')",
    "confint(svyglm(@y~@g, @d), level=.9)", "coef(svyglm(@y~@g, @d))", "vcov(svymean(~@y+@z, @d))",
    "svytable(~@g, @d)", "svytable(~@g+@h, @d, round=TRUE)", "degf(@d)", "cv(svytotal(~@y, @d))", "confint(svymean(~@g, @d), level=.8, df=degf(@d))", "SE(svymean(~@y, @d))", "sum(weights(@d))"
  ))
}
on_each <- function(designs, templates) unlist(lapply(designs, function(design) gsub("@d", design, templates, fixed = TRUE)))

data(api)
data(nhanes)
data(hospital)
data(election)
group("Q01_two_stages", list(apiclus2 = apiclus2), "d <- svydesign(id=~dnum+snum, fpc=~fpc1+fpc2, data=apiclus2)", calls_on("d", "api00", "api99", "stype", "sch.wide", "meals>50"))
group("Q02_strata", list(apistrat = apistrat), "d <- svydesign(id=~1, strata=~stype, weights=~pw, data=apistrat)", calls_on("d", "full", "api00", "stype", "awards", "ell>20"))

people <- nhanes[!is.na(nhanes$HI_CHOL), ]
people$age <- factor(people$agecat)
people$sex <- factor(people$RIAGENDR)
people$x <- people$HI_CHOL * 3 + as.integer(people$age) + seq_len(nrow(people)) %% 7
people$y <- 100 + (seq_len(nrow(people)) * 37) %% 101
health <- "d <- svydesign(id=~SDMVPSU, strata=~SDMVSTRA, weights=~WTMEC2YR, nest=TRUE, data=people)"
group("Q03_clusters_in_strata", list(people = people), health, calls_on("d", "x", "y", "age", "sex", "HI_CHOL==1"))
group("Q04_replicates", list(people = people),
  c(health, "r <- as.svrepdesign(d)", "b <- as.svrepdesign(d, type='BRR', large='merge', small='merge')", "f <- as.svrepdesign(d, type='Fay', fay.rho=0.5, mse=TRUE, large='merge')"),
  # R looks for the design of a likelihood ratio test in another place than we run it in: that call is left out here.
  c(grep("LRT", calls_on("r", "x", "y", "age", "sex", "HI_CHOL==1"), value=TRUE, invert=TRUE), "svymean(~x+y, b)", "svymean(~age, f)", "svytotal(~HI_CHOL, f)", "svyby(~x, ~age, b, svymean, covmat=TRUE)", "svyquantile(~x, b, .5)", "degf(b)", "svyglm(x~age, f)"))

group("Q05_calibration", list(apiclus2 = apiclus2, types = data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018)), targets = data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))),
  c("d <- svydesign(id=~dnum, weights=~pw, data=apiclus2)", "p <- postStratify(d, ~stype, types)",
    "r <- rake(d, list(~stype,~sch.wide), list(types,targets), control=list(epsilon=1e-9,maxit=100))",
    "c1 <- calibrate(d, formula=~stype+sch.wide, population=c(`(Intercept)`=6194,stypeH=755,stypeM=1018,sch.wideYes=5122))",
    "c2 <- calibrate(d, ~stype+api99, c(`(Intercept)`=6194,stypeH=755,stypeM=1018,api99=3914069), calfun='raking')",
    "c3 <- calibrate(d, ~stype, c(6194,755,1018), calfun='logit', bounds=c(.3,3))",
    "c4 <- calibrate(p, ~api99, c(`(Intercept)`=6194,api99=3914069))", "t <- trimWeights(c2, upper=100, lower=5)"),
  on_each(c("p", "r", "c1", "c2", "c3", "c4", "t"), c("svymean(~api00+api99, @d)", "svytotal(~stype, @d)", "svyby(~api00, ~awards, @d, svymean)", "weights(@d)", "svychisq(~awards+both, @d)", "svyglm(api00~meals, @d)", "svyquantile(~api00, @d, .5)", "svyratio(~api00, ~api99, @d)")))

group("Q06_unequal_probabilities", list(election_pps = election_pps),
  c("b <- svydesign(id=~1, fpc=~p, data=election_pps, pps='brewer')", "o <- svydesign(id=~1, fpc=~p, data=election_pps, pps='overton')", "h <- svydesign(id=~1, fpc=~p, data=election_pps, pps=HR())", "w <- svydesign(id=~1, probs=~p, data=election_pps)"),
  on_each(c("b", "o", "h", "w"), c("svytotal(~Bush+Kerry+Nader, @d)", "svymean(~Bush, @d)", "svyratio(~Bush, ~Kerry, @d)", "svytotal(~Bush, subset(@d, Kerry>1000))", "svyby(~Bush, ~I(Nader>100), @d, svytotal)")))
group("Q07_lonely", list(apiclus1 = apiclus1), "d <- svydesign(id=~snum, strata=~dnum, weights=~pw, data=apiclus1, nest=TRUE)",
  c("svymean(~api00, d)", "svytotal(~stype, d)", "svymean(~api00, subset(d, stype=='H'))", "svyby(~api00, ~stype, d, svymean)", "degf(d)", "svyglm(api00~stype, d)"), lonely = "average", domain_lonely = TRUE)
group("Q08_hospitals", list(hospital = hospital), "d <- svydesign(id=~hospno, strata=~oblevel, weights=~weighta, fpc=~tothosp, data=hospital)",
  c("svymean(~births, d)", "svytotal(~births, d, deff=TRUE)", "svyquantile(~births, d, c(.25,.5,.75))", "svyby(~births, ~oblevel, d, svymean)", "svyratio(~births, ~tothosp, d)"))

gaps <- apistrat
gaps$api00[c(3, 17, 40, 41, 88, 120, 155, 199)] <- NA
gaps$awards[c(5, 17, 60, 101, 150)] <- NA
group("Q09_missing", list(gaps = gaps), "d <- svydesign(id=~1, strata=~stype, weights=~pw, fpc=~fpc, data=gaps)",
  c("svymean(~api00, d)", "svymean(~api00, d, na.rm=TRUE)", "svymean(~api00+api99, d, na.rm=TRUE)", "svytotal(~awards, d, na.rm=TRUE)", "svyby(~api00, ~stype, d, svymean, na.rm=TRUE)", "svyby(~api00, ~awards, d, svymean, na.rm=TRUE)",
    "svychisq(~awards+stype, d)", "svyglm(api00~awards, d)", "svyglm(api00~awards+stype, d, na.action=na.omit)", "svyquantile(~api00, d, .5, na.rm=TRUE)", "svyciprop(~I(awards=='Yes'), d, na.rm=TRUE)", "svyvar(~api00, d, na.rm=TRUE)",
    "svyratio(~api00, ~api99, d, na.rm=TRUE)", "svyttest(api00~awards, d)", "svytable(~awards+stype, d)", "svymean(~api00, subset(d, !is.na(awards)), na.rm=TRUE)", "svymean(~is.na(api00), d)"))
two <- apiclus2
two$level <- factor(ifelse(two$api99 > 650, "high", "low"))
two$units <- ave(two$snum, two$dnum, two$level, FUN = length) * 2
group("Q10_later_strata", list(two = two), c("d <- svydesign(id=~dnum+snum, strata=~awards+level, fpc=~fpc1+units, data=two, nest=TRUE)", "e <- svydesign(id=~dnum+snum, strata=~sch.wide+level, fpc=~fpc1+units, data=two, nest=TRUE)"),
  on_each(c("d", "e"), c("svymean(~api00, @d)", "svytotal(~stype, @d)", "svyby(~api00, ~stype, @d, svymean)", "degf(@d)", "svyglm(api00~ell, @d)")), lonely = "adjust")
