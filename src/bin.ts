#!/usr/bin/env node
// The `demijohn` program: hands its words, its folder and its streams to the cli room.
import { runProgram } from "#cli";

const status = await runProgram(process.argv.slice(2), {
  folder: process.cwd(),
  environment: process.env,
  width: Math.min(process.stdout.columns ?? 100, 120),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
});
process.exitCode = status;
