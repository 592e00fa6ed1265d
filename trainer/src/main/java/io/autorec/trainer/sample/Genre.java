package io.autorec.trainer.sample;

import java.util.List;

/**
 * Genres of the sample's films: the words of their titles and the moods that people like or not.
 */
@SuppressWarnings(
    "ImmutableEnumChecker") // the lists are all of List.of, and nothing writes to the array
enum Genre {
  ADVENTURE(
      "Adventure",
      List.of("Mapmaker", "Ferryman", "Kite Pilot", "Falconer", "Salt Trader", "River Guide"),
      List.of("Compass", "Caravan", "Sail", "Lantern", "Bridge", "Expedition"),
      List.of("Wandering", "Copper", "Windward", "Uncharted", "Farthest"),
      0.0,
      0.1,
      0.2,
      1.0,
      0.2),
  ANIMATION(
      "Animation",
      List.of("Snail Postman", "Paper Knight", "Cloud Painter", "Hedgehog Mayor", "Button Prince"),
      List.of("Teapot", "Balloon", "Snowglobe", "Puppet", "Umbrella", "Carousel"),
      List.of("Tiny", "Humming", "Marmalade", "Sleepy", "Patchwork"),
      -0.8,
      0.6,
      0.6,
      0.2,
      0.4),
  COMEDY(
      "Comedy",
      List.of(
          "Substitute Bishop", "Piano Mover", "Sandwich Baron", "Wedding Juggler", "Vice-Waiter"),
      List.of("Moustache", "Trombone", "Fire Drill", "Soufflé", "Inheritance", "Goose"),
      List.of("Overdue", "Borrowed", "Ridiculous", "Misplaced", "Second-Best"),
      -0.6,
      0.1,
      1.1,
      0.2,
      0.0),
  CRIME(
      "Crime",
      List.of("Night Broker", "Locksmith", "Harbour Sergeant", "Card Dealer", "Getaway Baker"),
      List.of("Alibi", "Ledger", "Safe", "Pawnshop", "Ransom", "Witness Box"),
      List.of("Crooked", "Unpaid", "Midnight", "Counterfeit", "Rusted"),
      0.8,
      -0.4,
      -0.2,
      0.8,
      -0.3),
  DOCUMENTARY(
      "Documentary",
      List.of("Beekeepers", "Tram Drivers", "Glassblowers", "Bellringers", "Lighthouse Painters"),
      List.of("Harvest", "Workshop", "Tide", "Archive", "Glacier", "Orchestra"),
      List.of("Everyday", "Measured", "Unfinished", "Quiet", "Hundred-Year"),
      0.0,
      0.1,
      -0.5,
      -0.9,
      -0.6),
  DRAMA(
      "Drama",
      List.of("Clockmaker", "Schoolmistress", "Quarryman", "Widower", "Stationmaster", "Cellist"),
      List.of("Orchard", "Letter", "Staircase", "Winter Coat", "Silence", "Verdict"),
      List.of("Long", "Unspoken", "Grey", "Patient", "Divided"),
      0.5,
      0.6,
      -0.7,
      -0.7,
      -0.3),
  FANTASY(
      "Fantasy",
      List.of("Owl Queen", "Moon Smith", "Rain Merchant", "Giant's Apprentice", "Toll Dragon"),
      List.of("Spellbook", "Antler Crown", "Well", "Feather", "Gate", "Amber Sword"),
      List.of("Enchanted", "Thrice-Sworn", "Silver", "Riddling", "Hollow"),
      -0.2,
      0.2,
      0.1,
      0.4,
      1.0),
  HORROR(
      "Horror",
      List.of("Candle Eater", "Bone Tailor", "Cellar Nurse", "Drowned Choir", "Moth Doctor"),
      List.of("Cradle", "Crypt", "Mirror Room", "Scarecrow", "Attic", "Black Well"),
      List.of("Whispering", "Hungry", "Unburied", "Pale", "Nameless"),
      1.2,
      -0.6,
      -0.3,
      0.4,
      0.6),
  MUSICAL(
      "Musical",
      List.of(
          "Accordion Twins", "Tap-Dance Duchess", "Radio Singer", "Opera Plumber", "Bandleader"),
      List.of("Encore", "Ballroom", "Overture", "Songbook", "Jukebox", "Chorus Line-Up"),
      List.of("Golden", "Syncopated", "Sparkling", "Off-Key", "Moonlit"),
      -0.7,
      0.7,
      0.5,
      0.0,
      -0.2),
  MYSTERY(
      "Mystery",
      List.of("Archivist", "Chess Widow", "Perfume Detective", "Blind Botanist", "Code Clerk"),
      List.of("Cipher", "Glove", "Train Ticket", "Portrait", "Sundial", "Missing Chapter"),
      List.of("Seventh", "Locked", "Forgotten", "Inverted", "Velvet"),
      0.6,
      0.0,
      -0.2,
      0.1,
      0.3),
  ROMANCE(
      "Romance",
      List.of("Florist", "Letter Writer", "Pastry Cook", "Night Gardener", "Ferry Captain's Son"),
      List.of("Waltz", "Postcard", "Balcony", "Rose Garden", "Promise", "Summer House"),
      List.of("Tender", "Unhurried", "Lemon-Scented", "Returning", "Wistful"),
      -0.4,
      1.2,
      0.1,
      -0.4,
      -0.2),
  SCIENCE_FICTION(
      "Science Fiction",
      List.of("Orbit Janitor", "Robot Midwife", "Star Auditor", "Clone Librarian", "Void Gardener"),
      List.of("Signal", "Airlock", "Satellite", "Second Sun", "Time Ferry", "Colony"),
      List.of("Binary", "Weightless", "Quantum", "Cryogenic", "Silicon"),
      0.3,
      -0.5,
      -0.2,
      0.5,
      0.9);

  /** Number of moods: dark, tender, funny, fast, strange. */
  static final int MOODS = 5;

  final String label;
  final List<String> people;
  final List<String> things;
  final List<String> adjectives;
  private final double[] moods;

  Genre(
      String label,
      List<String> people,
      List<String> things,
      List<String> adjectives,
      double... moods) {
    this.label = label;
    this.people = people;
    this.things = things;
    this.adjectives = adjectives;
    this.moods = moods;
  }

  double mood(int index) {
    return moods[index];
  }
}
