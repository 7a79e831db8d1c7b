import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Template } from "@lang-nghe/contract";
import { isAnswered } from "@lang-nghe/questionnaire";
import type { Upload } from "../platform/upload.ts";
import { compileForm } from "./compile-form.ts";
import { itemsOf } from "./outline.ts";

const ownFolder = join(import.meta.dirname, "templates");

/** Forms to start from: our own, and those of the built-in examples. Name → file. */
async function templateFiles(root: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const name of (await readdir(ownFolder)).sort())
    if (name.endsWith(".md")) files.set(name.slice(0, -3), join(ownFolder, name));
  const examples = join(root, "examples");
  for (const name of existsSync(examples) ? (await readdir(examples)).sort() : []) {
    const file = join(examples, name, "form.md");
    if (existsSync(file)) files.set(name, file);
  }
  return files;
}

export async function readTemplate(root: string, name: string): Promise<Upload | undefined> {
  const file = (await templateFiles(root)).get(name);
  return file === undefined ? undefined : { fileName: `${name}.md`, bytes: await readFile(file) };
}

// Compiling a form takes a moment and templates come with the program.
const listed = new Map<string, Promise<Template[]>>();

export function listTemplates(root: string): Promise<Template[]> {
  const kept = listed.get(root) ?? readTemplates(root);
  listed.set(root, kept);
  kept.catch(() => listed.delete(root));
  return kept;
}

async function readTemplates(root: string): Promise<Template[]> {
  const templates: Template[] = [];
  for (const name of (await templateFiles(root)).keys()) {
    const file = await readTemplate(root, name);
    const result = file && (await compileForm(file));
    if (!result || "problems" in result) continue;
    const { title, items } = result.questionnaire;
    const questions = itemsOf(items).filter(({ item }) => isAnswered(item)).length;
    templates.push({ name, title, questions });
  }
  return templates;
}
