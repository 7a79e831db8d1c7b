import type { AssignmentState } from "@lang-nghe/contract";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  RouterProvider,
} from "@tanstack/react-router";
import { useMemo } from "react";
import { Crashed, NotFound } from "./platform/fallbacks.tsx";
import { StaffLayout } from "./platform/layout.tsx";
import { platformWords } from "./platform/platform-words.ts";
import { queryClient } from "./platform/query.ts";
import { useSession } from "./platform/session.ts";
import { Loading } from "./platform/states.tsx";
import { themeWith, variables } from "./platform/theme.ts";
import { styleNonce } from "./platform/trusted.ts";
import { useWords } from "./platform/words.ts";

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
const whole = (value: unknown) => (Number.isInteger(Number(value)) && Number(value) > 0 ? Number(value) : undefined);

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

// For people without a session: by a one-time link whose token stands in the fragment, which no server log sees.
const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  component: lazyRouteComponent(() => import("./accounts/setup-page.tsx"), "SetupPage"),
});
const password = createRoute({
  getParentRoute: () => root,
  path: "/password",
  component: lazyRouteComponent(() => import("./accounts/set-password-page.tsx"), "SetPasswordPage"),
});

const secondStep = createRoute({
  getParentRoute: () => root,
  path: "/second-step",
  component: lazyRouteComponent(() => import("./accounts/second-step-page.tsx"), "SecondStepPage"),
});

const SignIn = lazyRouteComponent(() => import("./accounts/sign-in-page.tsx"), "SignInPage");
const FactorReminder = lazyRouteComponent(() => import("./accounts/factor-reminder.tsx"), "FactorReminder");
const SetupNeeded = lazyRouteComponent(() => import("./accounts/setup-page.tsx"), "SetupNeededPage");
const staffOnly = createRoute({
  getParentRoute: () => root,
  id: "staff-only",
  component: () => (
    <StaffLayout signIn={<SignIn />} setupNeeded={<SetupNeeded />} factorReminder={<FactorReminder />} />
  ),
});

const StudiesPage = lazyRouteComponent(() => import("./studies/studies-page.tsx"), "StudiesPage");
const InvitationsPage = lazyRouteComponent(() => import("./invitations/invitations-page.tsx"), "InvitationsPage");
/** Where staff begin: the office with its studies, the issuer with the waves it invites to. */
function Home() {
  return useSession().data?.host === "issuer" ? <InvitationsPage /> : <StudiesPage />;
}
const studies = createRoute({
  getParentRoute: () => staffOnly,
  path: "/",
  validateSearch: (search: Record<string, unknown>): { search?: string | undefined; state?: string | undefined } => ({
    search: text(search.search),
    state: text(search.state),
  }),
  component: Home,
});
const invitationWave = createRoute({
  getParentRoute: () => staffOnly,
  path: "/invitations/$waveId",
  component: lazyRouteComponent(() => import("./invitations/wave-page.tsx"), "InvitationWavePage"),
});
const newStudy = createRoute({
  getParentRoute: () => staffOnly,
  path: "/studies/new",
  component: lazyRouteComponent(() => import("./studies/new-study-page.tsx"), "NewStudyPage"),
});
const importFile = createRoute({
  getParentRoute: () => staffOnly,
  path: "/import",
  component: lazyRouteComponent(() => import("./responses/import-page.tsx"), "ImportPage"),
});
const staff = createRoute({
  getParentRoute: () => staffOnly,
  path: "/staff",
  component: lazyRouteComponent(() => import("./accounts/staff-page.tsx"), "StaffPage"),
});
const staffMember = createRoute({
  getParentRoute: () => staffOnly,
  path: "/staff/$staffId",
  component: lazyRouteComponent(() => import("./accounts/staff-member-page.tsx"), "StaffMemberPage"),
});
const account = createRoute({
  getParentRoute: () => staffOnly,
  path: "/account",
  component: lazyRouteComponent(() => import("./accounts/account-page.tsx"), "AccountPage"),
});
const audit = createRoute({
  getParentRoute: () => staffOnly,
  path: "/audit",
  validateSearch: (search: Record<string, unknown>): { before?: number | undefined } => ({
    before: whole(search.before),
  }),
  component: lazyRouteComponent(() => import("./accounts/audit-page.tsx"), "AuditPage"),
});

const limits = createRoute({
  getParentRoute: () => staffOnly,
  path: "/limits",
  component: lazyRouteComponent(() => import("./disclosure/limits-page.tsx"), "LimitsPage"),
});
const requests = createRoute({
  getParentRoute: () => staffOnly,
  path: "/rights",
  component: lazyRouteComponent(() => import("./rights/requests-page.tsx"), "RequestsPage"),
});
const incidents = createRoute({
  getParentRoute: () => staffOnly,
  path: "/rights/incidents",
  component: lazyRouteComponent(() => import("./rights/incidents-page.tsx"), "IncidentsPage"),
});
const retention = createRoute({
  getParentRoute: () => staffOnly,
  path: "/rights/retention",
  component: lazyRouteComponent(() => import("./rights/retention-page.tsx"), "RetentionPage"),
});
const register = createRoute({
  getParentRoute: () => staffOnly,
  path: "/rights/register",
  component: lazyRouteComponent(() => import("./rights/register-page.tsx"), "RegisterPage"),
});
const contact = createRoute({
  getParentRoute: () => staffOnly,
  path: "/rights/contact",
  component: lazyRouteComponent(() => import("./rights/contact-page.tsx"), "ContactPage"),
});

const units = createRoute({
  getParentRoute: () => staffOnly,
  path: "/units",
  validateSearch: (search: Record<string, unknown>): { find?: string | undefined; on?: string | undefined } => ({
    find: text(search.find),
    on: text(search.on),
  }),
  component: lazyRouteComponent(() => import("./units/units-page.tsx"), "UnitsPage"),
});
const crosswalk = createRoute({
  getParentRoute: () => staffOnly,
  path: "/units/crosswalk",
  validateSearch: (search: Record<string, unknown>): { find?: string | undefined } => ({ find: text(search.find) }),
  component: lazyRouteComponent(() => import("./units/crosswalk-page.tsx"), "CrosswalkPage"),
});
const importUnits = createRoute({
  getParentRoute: () => staffOnly,
  path: "/units/import",
  validateSearch: (search: Record<string, unknown>): { list?: "vietnam" | undefined } => ({
    list: search.list === "vietnam" ? "vietnam" : undefined,
  }),
  component: lazyRouteComponent(() => import("./units/import-page.tsx"), "ImportUnitsPage"),
});
const unit = createRoute({
  getParentRoute: () => staffOnly,
  path: "/units/$unitId",
  component: lazyRouteComponent(() => import("./units/unit-page.tsx"), "UnitPage"),
});

const collaborators = createRoute({
  getParentRoute: () => staffOnly,
  path: "/collaborators",
  validateSearch: (
    search: Record<string, unknown>,
  ): { find?: string | undefined; level?: string | undefined; ended?: true | undefined } => ({
    find: text(search.find),
    level: text(search.level),
    ended: search.ended === true || search.ended === "true" ? true : undefined,
  }),
  component: lazyRouteComponent(() => import("./collaborators/roster-page.tsx"), "RosterPage"),
});
const trainings = createRoute({
  getParentRoute: () => staffOnly,
  path: "/collaborators/training",
  component: lazyRouteComponent(() => import("./collaborators/trainings-page.tsx"), "TrainingsPage"),
});
const training = createRoute({
  getParentRoute: () => staffOnly,
  path: "/collaborators/training/$trainingId",
  component: lazyRouteComponent(() => import("./collaborators/training-page.tsx"), "TrainingPage"),
});
const pay = createRoute({
  getParentRoute: () => staffOnly,
  path: "/collaborators/pay",
  component: lazyRouteComponent(() => import("./collaborators/pay-page.tsx"), "PayPage"),
});
const paySheet = createRoute({
  getParentRoute: () => staffOnly,
  path: "/collaborators/pay/$sheetId",
  component: lazyRouteComponent(() => import("./collaborators/pay-sheet-page.tsx"), "PaySheetPage"),
});

const frames = createRoute({
  getParentRoute: () => staffOnly,
  path: "/frames",
  component: lazyRouteComponent(() => import("./units/frames-page.tsx"), "FramesPage"),
});
const newFrame = createRoute({
  getParentRoute: () => staffOnly,
  path: "/frames/new",
  component: lazyRouteComponent(() => import("./units/new-frame-page.tsx"), "NewFramePage"),
});
const frame = createRoute({
  getParentRoute: () => staffOnly,
  path: "/frames/$frameId",
  component: lazyRouteComponent(() => import("./units/frame-page.tsx"), "FramePage"),
});
const newPopulation = createRoute({
  getParentRoute: () => staffOnly,
  path: "/populations/new",
  component: lazyRouteComponent(() => import("./units/new-population-page.tsx"), "NewPopulationPage"),
});
const population = createRoute({
  getParentRoute: () => staffOnly,
  path: "/populations/$populationId",
  component: lazyRouteComponent(() => import("./units/population-page.tsx"), "PopulationPage"),
});

const study = createRoute({
  getParentRoute: () => staffOnly,
  path: "/studies/$studyId",
  component: lazyRouteComponent(() => import("./studies/study-layout.tsx"), "StudyLayout"),
});
const overview = createRoute({
  getParentRoute: () => study,
  path: "/",
  component: lazyRouteComponent(() => import("./studies/overview-page.tsx"), "OverviewPage"),
});
const questionnaire = createRoute({
  getParentRoute: () => study,
  path: "/questionnaire",
  validateSearch: (search: Record<string, unknown>): { part?: string | undefined; language?: string | undefined } => ({
    part: text(search.part),
    language: text(search.language),
  }),
  component: lazyRouteComponent(() => import("./questionnaires/questionnaire-page.tsx"), "QuestionnairePage"),
});
const sample = createRoute({
  getParentRoute: () => study,
  path: "/sample",
  component: lazyRouteComponent(() => import("./sampling/sample-page.tsx"), "SamplePage"),
});
const sampleSize = createRoute({
  getParentRoute: () => study,
  path: "/sample/size",
  validateSearch: (search: Record<string, unknown>): { plan?: object | undefined } => ({
    plan: typeof search.plan === "object" && search.plan !== null ? search.plan : undefined,
  }),
  component: lazyRouteComponent(() => import("./sampling/plan-page.tsx"), "PlanPage"),
});
const newSample = createRoute({
  getParentRoute: () => study,
  path: "/sample/new",
  component: lazyRouteComponent(() => import("./sampling/design-page.tsx"), "DesignPage"),
});
const sampleDraw = createRoute({
  getParentRoute: () => study,
  path: "/sample/$drawId",
  component: lazyRouteComponent(() => import("./sampling/draw-page.tsx"), "DrawPage"),
});
const fieldwork = createRoute({
  getParentRoute: () => study,
  path: "/fieldwork",
  validateSearch: (
    search: Record<string, unknown>,
  ): {
    after?: number | undefined;
    state?: AssignmentState | undefined;
    holderId?: string | undefined;
    unitId?: string | undefined;
  } => ({
    after: whole(search.after),
    state: text(search.state) as AssignmentState | undefined,
    holderId: text(search.holderId),
    unitId: text(search.unitId),
  }),
  component: lazyRouteComponent(() => import("./fieldwork/assignments-page.tsx"), "AssignmentsPage"),
});
const assignment = createRoute({
  getParentRoute: () => study,
  path: "/fieldwork/assignments/$assignmentId",
  component: lazyRouteComponent(() => import("./fieldwork/assignment-page.tsx"), "AssignmentPage"),
});
const fieldMap = createRoute({
  getParentRoute: () => study,
  path: "/fieldwork/map",
  validateSearch: (search: Record<string, unknown>): { bounds?: string | undefined } => ({
    bounds: text(search.bounds),
  }),
  component: lazyRouteComponent(() => import("./fieldwork/map-page.tsx"), "MapPage"),
});
const fieldTeam = createRoute({
  getParentRoute: () => study,
  path: "/fieldwork/team",
  component: lazyRouteComponent(() => import("./fieldwork/team-page.tsx"), "TeamPage"),
});
const phones = createRoute({
  getParentRoute: () => study,
  path: "/fieldwork/phones",
  component: lazyRouteComponent(() => import("./fieldwork/phones-page.tsx"), "PhonesPage"),
});
const responseRates = createRoute({
  getParentRoute: () => study,
  path: "/fieldwork/rates",
  validateSearch: (
    search: Record<string, unknown>,
  ): { by?: "unit" | "interviewer" | undefined; weighted?: boolean | undefined } => ({
    by: search.by === "unit" || search.by === "interviewer" ? search.by : undefined,
    weighted: search.weighted === true || undefined,
  }),
  component: lazyRouteComponent(() => import("./fieldwork/rates-page.tsx"), "RatesPage"),
});
const heldBack = createRoute({
  getParentRoute: () => study,
  path: "/fieldwork/held-back",
  component: lazyRouteComponent(() => import("./fieldwork/held-page.tsx"), "HeldPage"),
});
const collection = createRoute({
  getParentRoute: () => study,
  path: "/collection",
  validateSearch: (search: Record<string, unknown>): { question?: string | undefined } => ({
    question: text(search.question),
  }),
  component: lazyRouteComponent(() => import("./responses/collection-page.tsx"), "CollectionPage"),
});
const wave = createRoute({
  getParentRoute: () => study,
  path: "/wave",
  component: lazyRouteComponent(() => import("./waves/wave-page.tsx"), "WavePage"),
});
const weighting = createRoute({
  getParentRoute: () => study,
  path: "/weighting",
  validateSearch: (search: Record<string, unknown>): { set?: string | undefined; make?: true | undefined } => ({
    set: text(search.set),
    make: search.make === true || search.make === "true" ? true : undefined,
  }),
  component: lazyRouteComponent(() => import("./weighting/weighting-page.tsx"), "WeightingPage"),
});
const variablesOfStudy = createRoute({
  getParentRoute: () => study,
  path: "/variables",
  validateSearch: (
    search: Record<string, unknown>,
  ): { find?: string | undefined; make?: string | undefined; from?: string | undefined } => ({
    find: text(search.find),
    make: text(search.make),
    from: text(search.from),
  }),
  component: lazyRouteComponent(() => import("./tabulation/variables-page.tsx"), "VariablesPage"),
});
const tables = createRoute({
  getParentRoute: () => study,
  path: "/tables",
  validateSearch: (
    search: Record<string, unknown>,
  ): {
    ask?: string | undefined;
    by?: string | undefined;
    base?: string | undefined;
    weightSet?: string | undefined;
  } => ({
    ask: text(search.ask),
    by: text(search.by),
    base: text(search.base),
    weightSet: text(search.weightSet),
  }),
  component: lazyRouteComponent(() => import("./tabulation/tables-page.tsx"), "TablesPage"),
});
const released = createRoute({
  getParentRoute: () => study,
  path: "/tables/released",
  component: lazyRouteComponent(() => import("./disclosure/released-page.tsx"), "ReleasedPage"),
});
const noisyCounts = createRoute({
  getParentRoute: () => study,
  path: "/noisy-counts",
  component: lazyRouteComponent(() => import("./disclosure/private-counts-page.tsx"), "PrivateCountsPage"),
});
const releases = createRoute({
  getParentRoute: () => study,
  path: "/releases",
  component: lazyRouteComponent(() => import("./releases/releases-page.tsx"), "ReleasesPage"),
});
const release = createRoute({
  getParentRoute: () => study,
  path: "/releases/$releaseId",
  component: lazyRouteComponent(() => import("./releases/release-page.tsx"), "ReleasePage"),
});

const assessment = createRoute({
  getParentRoute: () => study,
  path: "/assessment",
  component: lazyRouteComponent(() => import("./rights/assessment-page.tsx"), "AssessmentPage"),
});

/** Any other address: said inside the frame, so that the way back is in sight. */
const elsewhere = createRoute({ getParentRoute: () => staffOnly, path: "$", component: NotFound });

const routeTree = root.addChildren([
  setup,
  password,
  secondStep,
  staffOnly.addChildren([
    studies,
    newStudy,
    importFile,
    invitationWave,
    staff,
    staffMember,
    account,
    audit,
    limits,
    requests,
    incidents,
    retention,
    register,
    contact,
    units,
    crosswalk,
    importUnits,
    unit,
    collaborators,
    trainings,
    training,
    pay,
    paySheet,
    frames,
    newFrame,
    frame,
    newPopulation,
    population,
    elsewhere,
    study.addChildren([
      overview,
      questionnaire,
      sample,
      sampleSize,
      newSample,
      sampleDraw,
      fieldwork,
      assignment,
      fieldMap,
      fieldTeam,
      phones,
      responseRates,
      heldBack,
      wave,
      collection,
      weighting,
      variablesOfStudy,
      tables,
      released,
      noisyCounts,
      releases,
      release,
      assessment,
    ]),
  ]),
]);

const router = createRouter({
  routeTree,
  basepath: "/console",
  defaultPreload: "intent",
  scrollRestoration: true,
  defaultPendingComponent: Loading,
  defaultErrorComponent: Crashed,
  defaultNotFoundComponent: NotFound,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}

export function App() {
  const t = useWords(platformWords);
  const close = t("close");
  const theme = useMemo(() => themeWith(close), [close]);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      defaultColorScheme="auto"
      getStyleNonce={() => styleNonce}
    >
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-right" />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
