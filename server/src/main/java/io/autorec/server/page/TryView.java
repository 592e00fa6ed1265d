package io.autorec.server.page;

import java.util.List;

/**
 * What the panel shows.
 *
 * @param found the items that were searched for
 * @param others the other items with a rating
 * @param lists the recommendations of each version that is asked
 * @param like the item whose like are shown; "": none
 * @param toSimilar true if the keyboard goes on at the similar items
 * @param toLists true if it goes on at the lists
 * @param similar the items like it
 * @param said the change in a line, for those who do not see it
 */
record TryView(
    List<RateField> found,
    List<RateField> others,
    List<ItemList> lists,
    String like,
    boolean toSimilar,
    boolean toLists,
    List<ItemList> similar,
    String said) {
  TryView {
    found = List.copyOf(found);
    others = List.copyOf(others);
    lists = List.copyOf(lists);
    similar = List.copyOf(similar);
  }

  boolean hasOthers() {
    return !others.isEmpty();
  }

  boolean nothingFound() {
    return found.isEmpty();
  }

  /**
   * A list of items.
   *
   * @param name what the list is
   * @param note what it was computed from
   * @param problem why there is none; "" if there is
   */
  record ItemList(String name, String note, List<Item> items, String problem) {
    ItemList {
      items = List.copyOf(items);
    }

    boolean failed() {
      return !problem.isEmpty();
    }
  }

  /**
   * An item of a list.
   *
   * @param value the predicted rating, the score or the similarity
   * @param kind what the value is, in words
   */
  record Item(String id, String label, String value, String kind, List<Because> reasons) {
    Item {
      reasons = List.copyOf(reasons);
    }

    boolean explained() {
      return !reasons.isEmpty();
    }
  }

  /** A rating that moved an item, and how far. */
  record Because(String label, String effect, boolean up) {}
}
