// How often 95 % intervals hold the truth, over many samples of one population.
import { type Ends, type Figure, figuresOf, raked } from "./figures.ts";
import { drawSample, type Population, type Sample, syntheticPopulation } from "./population.ts";
import { intervalsOfR, versionOfRSurvey } from "./with-r.ts";

export interface SimulationOptions {
  readonly samples: number;
  readonly seed: number;
  /** So many of the samples are also given to R, where it is installed; of figures that miss, all samples. */
  readonly samplesForR: number;
  readonly progress?: (sentence: string) => void;
}

export interface Coverage {
  readonly figure: string;
  readonly psus: number;
  readonly truth: number;
  /** Per cent of the intervals that hold the truth. */
  readonly coverage: number;
  /** Share of intervals wholly above and wholly below the truth, per cent. */
  readonly above: number;
  readonly below: number;
  readonly meanWidth: number;
  /** |coverage − 95| ≤ 1 + 3 Monte Carlo errors; of conservative methods from below only. */
  readonly within: boolean;
  readonly conservative: boolean;
  /** On the samples given to R. */
  readonly r?: {
    readonly samples: number;
    readonly coverage: number;
    readonly ours: number;
    /** Largest difference of an interval's end, in units of the interval's width. */
    readonly largestDifference: number;
  };
  /** within, or not worse than R on the same samples. */
  readonly holds: boolean;
}

export interface Simulation {
  readonly samples: number;
  readonly seed: number;
  /** Standard error of a coverage of 95 % from so many samples, in points. */
  readonly monteCarloError: number;
  readonly r: string;
  readonly holds: boolean;
  readonly figures: readonly Coverage[];
}

/** 20 PSUs, the fewest that are promised, and 60. */
const sizes = [
  { unitsPerStratum: 4, peoplePerUnit: 15 },
  { unitsPerStratum: 12, peoplePerUnit: 15 },
];

export async function simulateCoverage(options: SimulationOptions): Promise<Simulation> {
  const { samples, seed } = options;
  const population = syntheticPopulation(seed);
  const figures = figuresOf(population);
  const version = options.samplesForR > 0 ? versionOfRSurvey() : undefined;
  const monteCarloError = 100 * Math.sqrt((0.95 * 0.05) / samples);
  const found: Coverage[] = [];
  for (const [k, size] of sizes.entries()) {
    const draw = (sample: number) => drawSample(population, size, (seed + k) * 1_000_003 + sample);
    const forR = Math.min(samples, options.samplesForR);
    // R works in a process of its own meanwhile.
    const asked =
      version === undefined
        ? undefined
        : intervalsOfR(
            Array.from({ length: forR }, (_, sample) => draw(sample)),
            figures,
            population,
          );
    const ours: Ends[][] = [];
    for (let sample = 0; sample < samples; sample++) {
      ours.push(intervalsOf(draw(sample), figures, population));
      if ((sample + 1) % Math.ceil(samples / 10) === 0) {
        options.progress?.(
          `${size.unitsPerStratum * population.unitsOf.length} PSUs: ${sample + 1} of ${samples} samples`,
        );
        await new Promise((resolve) => setTimeout(resolve));
      }
    }
    if (asked !== undefined) options.progress?.(`waiting for R on ${forR} samples`);
    const theirs = await asked;
    const psus = size.unitsPerStratum * population.unitsOf.length;
    const own = (j: number) => ours.map((ends) => ends[j]!);
    const judge = (figure: Figure, j: number, ofR?: readonly Ends[]) =>
      judged(figure, psus, own(j), ofR, monteCarloError);
    const first = figures.map((figure, j) =>
      judge(
        figure,
        j,
        theirs?.map((ends) => ends[j]!),
      ),
    );
    const missing = figures.filter((_, j) => !first[j]!.within);
    const inAll = version === undefined || missing.length === 0 ? [] : await askR(missing);
    found.push(
      ...first.map((coverage, j) => {
        const place = missing.indexOf(figures[j]!);
        return inAll.length === 0 || place < 0
          ? coverage
          : judge(
              figures[j]!,
              j,
              inAll.map((ends) => ends[place]!),
            );
      }),
    );

    /** R's intervals of these figures in all samples, two processes at a time. */
    async function askR(these: readonly Figure[]): Promise<readonly (readonly Ends[])[]> {
      options.progress?.(`R on all samples: ${these.map(({ name }) => name).join("; ")}`);
      const chunk = 1000;
      const chunks: (readonly (readonly Ends[])[])[] = [];
      let next = 0;
      const work = async () => {
        while (next * chunk < samples) {
          const mine = next++;
          const size = Math.min(chunk, samples - mine * chunk);
          const drawn = Array.from({ length: size }, (_, sample) => draw(mine * chunk + sample));
          chunks[mine] = await intervalsOfR(drawn, these, population);
        }
      };
      await Promise.all([work(), work()]);
      return chunks.flat();
    }
  }
  return {
    samples,
    seed,
    monteCarloError,
    r: version === undefined ? (options.samplesForR > 0 ? "not present" : "not asked") : `survey ${version}`,
    holds: found.every(({ holds }) => holds),
    figures: found,
  };
}

function intervalsOf(sample: Sample, figures: readonly Figure[], population: Population): Ends[] {
  const calibrated = raked(sample, population);
  return figures.map(({ interval }) => {
    const { low, high } = interval(sample, calibrated);
    return { low, high };
  });
}

function judged(
  figure: Figure,
  psus: number,
  ours: readonly Ends[],
  theirs: readonly Ends[] | undefined,
  monteCarloError: number,
): Coverage {
  const { truth, conservative = false } = figure;
  const coverage = covered(ours, truth);
  const slack = 1 + 3 * monteCarloError;
  const within = conservative ? coverage >= 95 - slack : Math.abs(coverage - 95) <= slack;
  const share = (of: (ends: Ends) => boolean) => (100 * ours.filter(of).length) / ours.length;
  const r =
    theirs === undefined
      ? undefined
      : {
          samples: theirs.length,
          coverage: covered(theirs, truth),
          ours: covered(ours.slice(0, theirs.length), truth),
          largestDifference: Math.max(0, ...theirs.map((ends, s) => difference(ours[s]!, ends))),
        };
  const miss = (value: number) => Math.abs(value - 95);
  return {
    figure: figure.name,
    psus,
    truth,
    coverage,
    above: share(({ low }) => low > truth),
    below: share(({ high }) => high < truth),
    meanWidth: ours.reduce((sum, { low, high }) => sum + (high - low) / ours.length, 0),
    within,
    conservative,
    ...(r === undefined ? {} : { r }),
    holds: within || (r !== undefined && miss(r.ours) <= miss(r.coverage)),
  };
}

function covered(intervals: readonly Ends[], truth: number): number {
  return (100 * intervals.filter(({ low, high }) => low <= truth && truth <= high).length) / intervals.length;
}

function difference(ours: Ends, theirs: Ends): number {
  const apart = Math.max(Math.abs(ours.low - theirs.low), Math.abs(ours.high - theirs.high)) / (ours.high - ours.low);
  return Number.isNaN(apart) ? 0 : apart;
}
