package io.autorec.trainer.head;

import io.autorec.ranking.RankingHead;

/**
 * A fitted ranking head, and what was chosen for it.
 *
 * @param byChoice whether lists are best ranked by this head; otherwise by predicted rating
 * @param seconds how long it took
 */
public record TrainedHead(
    RankingHead head, HeadSettings settings, boolean byChoice, double seconds) {}
