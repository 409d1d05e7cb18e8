// Starts `kehoach lsp` for the plans, the registry and the results of each folder, and shows the page at the cursor.
// What a plan means is known by the server alone.

"use strict";

const fs = require("node:fs");
const path = require("node:path");
const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

const FILES = "**/{plans,results}/**/*.{yaml,yml}";
const YAML_EXTENSION = "redhat.vscode-yaml";

/** @type {LanguageClient | undefined} */
let client;

/** The program that is asked for, that of a folder's own environment, or the one that the system finds. */
function program() {
  const asked = vscode.workspace.getConfiguration("kehoach").get("command", "").trim();
  if (asked) return asked;
  const inside = process.platform === "win32" ? [".venv", "Scripts", "kehoach.exe"] : [".venv", "bin", "kehoach"];
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const found = path.join(folder.uri.fsPath, ...inside);
    if (fs.existsSync(found)) return found;
  }
  return "kehoach";
}

/** A picture is shown beside the text, which keeps the focus; texts as the client shows them. */
async function showDocument(params, next) {
  if (!params.uri.endsWith(".png")) return next(params);
  const beside = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true };
  await vscode.commands.executeCommand("vscode.open", vscode.Uri.parse(params.uri), beside);
  return { success: true };
}

async function start() {
  if (client) return;
  const language = vscode.workspace.getConfiguration("kehoach").get("language", "vi");
  const run = { command: program(), args: ["lsp", "--lang", language] };
  client = new LanguageClient("kehoach", "kehoach", run, {
    documentSelector: [{ scheme: "file", language: "yaml", pattern: FILES }],
    initializationOptions: { suggestCommand: "editor.action.triggerSuggest", showsPictures: true },
    middleware: { window: { showDocument } },
  });
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    const hint = 'Hãy cài: pip install "kehoach[lsp]", hoặc ghi chỗ của chương trình vào cài đặt kehoach.command.';
    vscode.window.showErrorMessage(`Không khởi động được kehoach. ${hint} (${run.command}: ${error.message ?? error})`);
  }
}

async function stop() {
  const running = client;
  client = undefined;
  if (running) await running.stop();
}

async function showPage() {
  const editor = vscode.window.activeTextEditor;
  if (!client || !editor) return;
  const place = [editor.document.uri.toString(), editor.selection.active.line];
  await client.sendRequest("workspace/executeCommand", { command: "kehoach.openPage", arguments: place });
}

/** Both would report and propose: the YAML extension goes by the schemas alone, so its part can rest in this folder. */
async function askAboutYaml(context) {
  const asked = "askedAboutYaml";
  if (!vscode.extensions.getExtension(YAML_EXTENSION) || context.workspaceState.get(asked)) return;
  const yes = "Tắt ở thư mục này";
  const said = "kehoach và phần mở rộng YAML cùng báo lỗi, cùng gợi ý. Tắt phần của YAML ở thư mục này?";
  const answer = await vscode.window.showInformationMessage(said, yes, "Giữ nguyên");
  if (!answer) return;
  await context.workspaceState.update(asked, true);
  if (answer !== yes) return;
  const settings = vscode.workspace.getConfiguration("yaml");
  for (const part of ["validate", "completion", "hover"]) {
    await settings.update(part, false, vscode.ConfigurationTarget.Workspace);
  }
}

function isPlan(editor) {
  return !!editor && editor.document.languageId === "yaml" && /[\\/]plans[\\/][^\\/]+[\\/]/.test(editor.document.uri.fsPath);
}

async function activate(context) {
  const know = (editor) => vscode.commands.executeCommand("setContext", "kehoach.isPlan", isPlan(editor));
  context.subscriptions.push(
    vscode.commands.registerCommand("kehoach.showPage", showPage),
    vscode.commands.registerCommand("kehoach.restart", async () => {
      await stop();
      await start();
    }),
  );
  const begin = async (editor) => {
    know(editor);
    if (isPlan(editor) && !client) await start();
  };
  context.subscriptions.push(vscode.window.onDidChangeActiveTextEditor(begin));
  await begin(vscode.window.activeTextEditor);
  const there = await vscode.workspace.findFiles("plans/agencies.yaml", "**/node_modules/**", 1);
  if (there.length > 0) {
    await start();
    await askAboutYaml(context);
  }
}

module.exports = { activate, deactivate: stop };
