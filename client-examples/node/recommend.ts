// Recommends items to a known user, or to somebody who gave ratings:
//   npx tsx recommend.ts localhost:50051 1
//   npx tsx recommend.ts localhost:50051 10=4.5 20=3
import type { RecommendRequest } from './generated/autorec/v1/RecommendRequest.ts';
import type { RecommendResponse__Output } from './generated/autorec/v1/RecommendResponse.ts';
import { call, describe } from './retry.ts';
import { open } from './service.ts';

const DEADLINE_MS = 5000; // of all attempts together

function request(words: string[], model: string): RecommendRequest {
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

function print(answer: RecommendResponse__Output): void {
  console.log(`${answer.model?.name} version ${answer.model?.version}, ${answer.basis}`);
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
  console.error('usage: [MODEL=name] npx tsx recommend.ts HOST:PORT USER | ID=[RATING]...');
  process.exit(2);
}

const client = open(target);
try {
  const asking = request(words, process.env.MODEL ?? '');
  print(
    await call<RecommendResponse__Output>(Date.now() + DEADLINE_MS, (options, done) =>
      client.recommend(asking, options, done),
    ),
  );
} catch (error) {
  console.error(`error: ${describe(error)}`);
  process.exitCode = 1;
} finally {
  client.close();
}
