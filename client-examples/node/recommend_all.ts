// Writes the best items of many users as CSV, through one stream:
//   npx tsx recommend_all.ts localhost:50051 > all.csv               (every user of the model)
//   npx tsx recommend_all.ts localhost:50051 users.txt > some.csv    (ids, one a line)
import { once } from 'node:events';
import fs from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import * as grpc from '@grpc/grpc-js';
import type { AutoRecServiceClient } from './generated/autorec/v1/AutoRecService.ts';
import type { GetModelResponse__Output } from './generated/autorec/v1/GetModelResponse.ts';
import type { ModelRef } from './generated/autorec/v1/ModelRef.ts';
import type { RecommendStreamResponse__Output } from './generated/autorec/v1/RecommendStreamResponse.ts';
import { asked, call, describe, isFailure } from './retry.ts';
import { open } from './service.ts';

const DEADLINE_MS = 5000;
const PATIENCE_MS = 60_000; // for one answer, a restart of the server included
const MAX_WAIT_MS = 2000;
const TOP = 10;
const MAX_IN_FLIGHT = 128; // enough for the server to run a full batch while this side writes the one before
const OPTIONS = { 'grpc.max_receive_message_length': 64 << 20 }; // room for a vocabulary; 4 MiB without it

// An answer for each user, in order. A request is made only while gRPC takes it (write returned true, or
// 'drain' came) and fewer than MAX_IN_FLIGHT are unanswered; an answer is read only when it is asked for.
// Requests written whether or not gRPC takes them would pile up in this process.
async function* answers(
  client: AutoRecServiceClient,
  model: ModelRef,
  users: string[],
): AsyncGenerator<RecommendStreamResponse__Output> {
  const stream = client.recommendStream(); // no deadline: it would cover the whole stream
  let late = false;
  const giveUp = () => {
    late = true;
    stream.cancel();
  };
  let sent = 0;
  let answered = 0;
  let ready = true;
  const send = () => {
    while (ready && sent < users.length && sent - answered < MAX_IN_FLIGHT) {
      ready = stream.write({ model, userId: users[sent], topN: TOP });
      sent++;
    }
    if (sent === users.length && !stream.writableEnded) {
      stream.end();
    }
  };
  stream.on('drain', () => {
    ready = true;
    send();
  });
  stream.on('error', () => {}); // the loop below throws it; one that comes after the loop is of no interest
  let timer = setTimeout(giveUp, PATIENCE_MS); // for each answer, and stopped while it is written
  try {
    send();
    for await (const answer of stream) {
      clearTimeout(timer);
      answered++;
      send();
      yield answer;
      timer = setTimeout(giveUp, PATIENCE_MS);
    }
  } catch (error) {
    throw late ? new Error('DEADLINE_EXCEEDED: the stream is open, but no answer came in time') : error;
  } finally {
    clearTimeout(timer);
    stream.cancel(); // where the caller stopped early
  }
}

const field = (value: string) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

async function writeRows(rows: (string | number)[][]): Promise<void> {
  const text = rows.map((row) => `${row.map((value) => field(String(value))).join(',')}\n`).join('');
  if (!process.stdout.write(text)) {
    await once(process.stdout, 'drain'); // a slow reader: the next answer is not asked for meanwhile
  }
}

function rowsOf(user: string, answer: RecommendStreamResponse__Output): (string | number)[][] {
  if (answer.result !== 'response') {
    return [[user, '', '', '', '', '', `${answer.error?.code}: ${answer.error?.message}`]];
  }
  return (answer.response?.recommendations ?? []).map((item, at) => [
    user,
    at + 1,
    item.itemId,
    item.title,
    item.score.toFixed(4),
    item.predictedRating?.toFixed(4) ?? '',
    '',
  ]);
}

// The wait before another stream; undefined if there should be none.
function waitAfter(error: unknown, attempts: number): number | undefined {
  switch (isFailure(error) ? error.code : undefined) {
    case grpc.status.UNAVAILABLE:
      return asked(error) ?? Math.min(200 * 2 ** attempts, MAX_WAIT_MS);
    case grpc.status.RESOURCE_EXHAUSTED:
      return asked(error);
    default:
      return undefined;
  }
}

// Goes on from the first unanswered user when the server is away for a while. Returns how many users have
// an error for an answer.
async function recommendAll(client: AutoRecServiceClient, model: ModelRef, users: string[]): Promise<number> {
  let [done, errors, attempts] = [0, 0, 0];
  let deadline = Date.now() + PATIENCE_MS;
  while (done < users.length) {
    try {
      if (attempts > 0) {
        // If the server came back without the model, each user would get an error.
        await call<GetModelResponse__Output>(deadline, (options, then) => client.getModel({ model }, options, then));
      }
      for await (const answer of answers(client, model, users.slice(done))) {
        await writeRows(rowsOf(users[done], answer));
        errors += answer.result === 'response' ? 0 : 1;
        done++;
        attempts = 0;
        deadline = Date.now() + PATIENCE_MS;
      }
      if (done < users.length) {
        throw new Error('the server ended the stream before the last answer');
      }
    } catch (error) {
      const wait = waitAfter(error, attempts);
      attempts++;
      if (wait === undefined || Date.now() + wait > deadline) {
        throw error;
      }
      console.error(`${describe(error).split(':')[0]} after ${done} users, going on`);
      await pause(wait);
    }
  }
  return errors;
}

function usersIn(file: string): string[] {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(fs.readFileSync(file));
  } catch (error) {
    throw new Error(`cannot read ${file}: ${describe(error)}`);
  }
  const users = text.split(/\r?\n/).filter((line) => line.trim());
  if (users.length === 0) {
    throw new Error(`no user ids in ${file}`);
  }
  return users;
}

async function main(target: string, file?: string): Promise<void> {
  const given = file === undefined ? undefined : usersIn(file);
  const client = open(target, OPTIONS);
  try {
    const wanted = { model: { name: process.env.MODEL ?? '' }, includeVocabulary: !given };
    const answer = await call<GetModelResponse__Output>(Date.now() + DEADLINE_MS, (options, done) =>
      client.getModel(wanted, options, done),
    );
    const users = given ?? answer.users?.ids ?? [];
    await writeRows([['user', 'rank', 'item', 'title', 'score', 'predicted_rating', 'error']]);
    // All answers are to come from the version that the model has now.
    const errors = await recommendAll(client, answer.model?.model ?? {}, users);
    console.error(`${users.length} users, ${errors} errors`);
    process.exitCode = errors ? 1 : 0;
  } finally {
    client.close();
  }
}

const words = process.argv.slice(2);
if (words.length < 1 || words.length > 2) {
  console.error('usage: [MODEL=name] npx tsx recommend_all.ts HOST:PORT [USERS-FILE] > FILE.csv');
  process.exit(2);
}
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  console.error(`error: cannot write: ${error.code}`);
  process.exit(1);
});
main(words[0], words[1]).catch((error: unknown) => {
  console.error(`error: ${describe(error)}`);
  process.exitCode = 1;
});
