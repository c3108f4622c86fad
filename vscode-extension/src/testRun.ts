// A run of tests: one request for the whole selection, results into the tree, coverage into the gutter.
import * as vscode from 'vscode';
import type { Connection } from './client';
import type { FileCoverage, RunAnswer, RunItem, Statement, TestResult } from './protocol';
import type { TestTree } from './testTree';
import { text } from './texts';

export class TestRuns {
  private readonly details = new WeakMap<vscode.FileCoverage, vscode.StatementCoverage[]>();

  constructor(private readonly connection: Connection, private readonly tree: TestTree) {
    const { controller } = tree;
    controller.createRunProfile(text('run'), vscode.TestRunProfileKind.Run, (request, token) => this.run(request, false, token), true);
    const coverage = controller.createRunProfile(text('coverage'), vscode.TestRunProfileKind.Coverage,
      (request, token) => this.run(request, true, token), true);
    coverage.loadDetailedCoverage = async (_run, file) => this.details.get(file) ?? [];
  }

  /** What a lens asks for. */
  async runItem(item: RunItem) {
    await this.tree.read(vscode.Uri.parse(item.uri));
    const found = this.tree.find(item.uri, item.id);
    if (!found) return;
    const stop = new vscode.CancellationTokenSource();
    await this.run(new vscode.TestRunRequest([found]), false, stop.token);
    stop.dispose();
  }

  private async run(request: vscode.TestRunRequest, coverage: boolean, token: vscode.CancellationToken) {
    const run = this.tree.controller.createTestRun(request);
    const chosen = this.chosen(request);
    const leaves = new Map<string, vscode.TestItem>();
    for (const item of chosen) this.collect(item, request.exclude ?? [], leaves);
    for (const leaf of leaves.values()) run.started(leaf);
    const answer = await this.ask(chosen, leaves, request, coverage, token);
    for (const result of answer?.results ?? []) this.show(run, result, leaves);
    this.tell(run, answer?.results ?? []);
    if (!token.isCancellationRequested)
      for (const leaf of leaves.values()) run.errored(leaf, new vscode.TestMessage(text(vscode.workspace.isTrusted ? 'noAnswer' : 'untrusted')));
    for (const file of answer?.coverage ?? []) run.addCoverage(this.covered(file));
    run.end();
  }

  private chosen(request: vscode.TestRunRequest): vscode.TestItem[] {
    if (request.include) return [...request.include];
    const all: vscode.TestItem[] = [];
    this.tree.controller.items.forEach((item) => all.push(item));
    return all;
  }

  // Nothing runs in a folder that is not trusted. What is left out is named item by item.
  private async ask(chosen: vscode.TestItem[], leaves: Map<string, vscode.TestItem>, request: vscode.TestRunRequest, coverage: boolean,
    token: vscode.CancellationToken): Promise<RunAnswer | undefined> {
    if (!vscode.workspace.isTrusted) return undefined;
    const wanted = request.exclude?.length ? [...leaves.values()] : chosen;
    const items = wanted.map((item) => this.tree.meaning(item)).filter((item) => item !== undefined);
    return this.connection.ask<RunAnswer>('phep/runTests', { items, coverage }, token);
  }

  private collect(item: vscode.TestItem, excluded: readonly vscode.TestItem[], into: Map<string, vscode.TestItem>) {
    if (excluded.includes(item)) return;
    const meaning = this.tree.meaning(item);
    if (item.children.size === 0 && meaning) into.set(`${meaning.uri}#${meaning.id}`, item);
    item.children.forEach((child) => this.collect(child, excluded, into));
  }

  // What has been shown leaves the map; what stays has had no answer.
  private show(run: vscode.TestRun, result: TestResult, leaves: Map<string, vscode.TestItem>) {
    const key = `${result.uri}#${result.id}`;
    const item = leaves.get(key) ?? this.tree.find(result.uri, result.id);
    if (!item) return;
    leaves.delete(key);
    if (result.status === 'passed') return run.passed(item, result.ms);
    const message = result.expected !== undefined && result.actual !== undefined
      ? vscode.TestMessage.diff(result.message ?? '', result.expected, result.actual)
      : new vscode.TestMessage(result.message ?? '');
    if (result.location) message.location = this.connection.client.protocol2CodeConverter.asLocation(result.location);
    if (result.status === 'failed') run.failed(item, message, result.ms);
    else run.errored(item, message, result.ms);
  }

  // The same in words, for whoever reads the output.
  private tell(run: vscode.TestRun, results: TestResult[]) {
    for (const result of results) {
      const label = this.tree.find(result.uri, result.id)?.label ?? result.id;
      run.appendOutput(`${result.status === 'passed' ? '✓' : '✗'} ${label}${result.message ? `: ${result.message}` : ''}\r\n`);
    }
    const passed = results.filter(({ status }) => status === 'passed').length;
    run.appendOutput(text('results', String(passed), String(results.length - passed)) + '\r\n');
  }

  private covered(file: FileCoverage): vscode.FileCoverage {
    const details = file.statements.map((statement) => this.statement(statement));
    const covered = vscode.FileCoverage.fromDetails(this.connection.client.protocol2CodeConverter.asUri(file.uri), details);
    this.details.set(covered, details);
    return covered;
  }

  private statement({ range, executed, branches }: Statement): vscode.StatementCoverage {
    const place = this.connection.client.protocol2CodeConverter.asRange(range);
    return new vscode.StatementCoverage(executed, place,
      branches?.map((branch) => new vscode.BranchCoverage(branch.executed, place, branch.label)));
  }
}
