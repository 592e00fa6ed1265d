// Recommends items to a known user, or to somebody who gave ratings:
//   node recommend.js localhost:50051 1
//   node recommend.js localhost:50051 10=4.5 20=3
'use strict';

const grpc = require('@grpc/grpc-js');
const { credentials } = require('./credentials.js');
const AutoRecService = require('./service.js');

const DEADLINE_MS = 5000;

function request(words, model) {
  const common = { model: { name: model }, topN: 10 };
  if (words.length === 1 && !words[0].includes('=')) {
    return { ...common, userId: words[0] };
  }
  const ratings = words.map((word) => {
    const at = word.lastIndexOf('=');
    return { id: word.slice(0, at), rating: Number(word.slice(at + 1)) };
  });
  return { ...common, ratings: { ratings } };
}

function print(answer) {
  console.log(`${answer.model.name} version ${answer.model.version}, ${answer.basis}`);
  for (const item of answer.recommendations) {
    const rating = item.predictedRating?.toFixed(2) ?? '';
    console.log(`  ${rating.padStart(4)}  ${item.itemId.padStart(8)}  ${item.title}`);
  }
  if (answer.unknownIds?.ratings.length) {
    console.log(`unknown to the model, ignored: ${answer.unknownIds.ratings.join(' ')}`);
  }
}

const [target, ...words] = process.argv.slice(2);
if (!target || words.length === 0) {
  console.error('usage: [MODEL=name] node recommend.js HOST:PORT USER | ID=[RATING]...');
  process.exit(2);
}

// One client for the whole program: it keeps its connection, and mends it by itself.
const client = new AutoRecService(target, credentials());
client.recommend(
  request(words, process.env.MODEL ?? ''),
  { deadline: Date.now() + DEADLINE_MS },
  (error, answer) => {
    if (error) {
      console.error(`error: ${grpc.status[error.code]}: ${error.details}`);
      process.exitCode = 1;
    } else {
      print(answer);
    }
    client.close();
  },
);
