// Writes the best items of many users as CSV, through one stream:
//   node recommend_all.js localhost:50051 > all.csv               (every user of the model)
//   node recommend_all.js localhost:50051 users.txt > some.csv    (ids, one a line)
'use strict';

const { once } = require('node:events');
const fs = require('node:fs');
const { setTimeout: pause } = require('node:timers/promises');
const { promisify } = require('node:util');
const grpc = require('@grpc/grpc-js');
const { credentials } = require('./credentials.js');
const AutoRecService = require('./service.js');

const DEADLINE_MS = 5000;
const RECONNECT_MS = 60_000;
const MAX_ATTEMPTS = 4;
const TOP = 10;
const MAX_IN_FLIGHT = 128; // enough for the server to run a full batch while this side writes the one before
const OPTIONS = { 'grpc.max_receive_message_length': 64 << 20 }; // room for a vocabulary; 4 MiB without it

// An answer for each user, in order. A request is made only while gRPC takes it (write returned true, or
// 'drain' came) and fewer than MAX_IN_FLIGHT are unanswered; an answer is read only when it is asked for.
// Requests written whether or not gRPC takes them would pile up in this process.
async function* answers(client, model, users) {
  const call = client.recommendStream(); // no deadline: it would cover the whole stream
  let sent = 0;
  let answered = 0;
  let ready = true;
  const send = () => {
    while (ready && sent < users.length && sent - answered < MAX_IN_FLIGHT) {
      ready = call.write({ model, userId: users[sent], topN: TOP });
      sent++;
    }
    if (sent === users.length && !call.writableEnded) {
      call.end();
    }
  };
  call.on('drain', () => {
    ready = true;
    send();
  });
  call.on('error', () => {}); // the loop below throws it; one that comes after the loop is of no interest
  try {
    send();
    for await (const answer of call) {
      answered++;
      send();
      yield answer;
    }
  } finally {
    call.cancel(); // where the caller stopped early
  }
}

const field = (value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

async function writeRows(rows) {
  const text = rows.map((row) => `${row.map((value) => field(String(value))).join(',')}\n`).join('');
  if (!process.stdout.write(text)) {
    await once(process.stdout, 'drain'); // a slow reader: the next answer is not asked for meanwhile
  }
}

function rowsOf(user, answer) {
  if (answer.result !== 'response') {
    return [[user, '', '', '', '', '', `${answer.error.code}: ${answer.error.message}`]];
  }
  return answer.response.recommendations.map((item, at) => [
    user, at + 1, item.itemId, item.title, item.score.toFixed(4), item.predictedRating?.toFixed(4) ?? '', '',
  ]);
}

// Goes on from the first unanswered user when the server is away for a while. Returns how many users have
// an error for an answer.
async function recommendAll(client, model, users) {
  let [done, errors, attempts] = [0, 0, 0];
  while (done < users.length) {
    attempts++;
    try {
      for await (const answer of answers(client, model, users.slice(done))) {
        await writeRows(rowsOf(users[done], answer));
        errors += answer.result === 'response' ? 0 : 1;
        done++;
        attempts = 0;
      }
      if (done < users.length) {
        throw new Error('the server ended the stream before the last answer');
      }
    } catch (error) {
      if (error.code !== grpc.status.UNAVAILABLE || attempts === MAX_ATTEMPTS) {
        throw error;
      }
      console.error(`UNAVAILABLE after ${done} users, going on`);
      await pause(100 * 2 ** attempts);
      await promisify(client.waitForReady).call(client, Date.now() + RECONNECT_MS);
    }
  }
  return errors;
}

function usersIn(file) {
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(fs.readFileSync(file));
  } catch (error) {
    throw new Error(`cannot read ${file}: ${error.message}`);
  }
  const users = text.split(/\r?\n/).filter((line) => line.trim());
  if (users.length === 0) {
    throw new Error(`no user ids in ${file}`);
  }
  return users;
}

async function main(target, file) {
  const given = file && usersIn(file);
  const client = new AutoRecService(target, credentials(), OPTIONS);
  try {
    const getModel = promisify(client.getModel).bind(client);
    const answer = await getModel(
      { model: { name: process.env.MODEL ?? '' }, includeVocabulary: !given },
      { deadline: Date.now() + DEADLINE_MS },
    );
    const users = given || answer.users.ids;
    await writeRows([['user', 'rank', 'item', 'title', 'score', 'predicted_rating', 'error']]);
    // All answers are to come from the version that the model has now.
    const errors = await recommendAll(client, answer.model.model, users);
    console.error(`${users.length} users, ${errors} errors`);
    process.exitCode = errors ? 1 : 0;
  } finally {
    client.close();
  }
}

const words = process.argv.slice(2);
if (words.length < 1 || words.length > 2) {
  console.error('usage: [MODEL=name] node recommend_all.js HOST:PORT [USERS-FILE] > FILE.csv');
  process.exit(2);
}
process.stdout.on('error', (error) => {
  console.error(`error: cannot write: ${error.code}`);
  process.exit(1);
});
main(...words).catch((error) => {
  console.error(`error: ${error.code in grpc.status ? `${grpc.status[error.code]}: ${error.details}` : error.message}`);
  process.exitCode = 1;
});
