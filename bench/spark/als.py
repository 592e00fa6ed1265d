"""Spark MLlib's ALS: fits ratings, and writes the best items of all users. For bench/spark/measure.

usage: spark-submit als.py RATINGS OUTPUT TOP

RATINGS is a CSV with a header whose first columns are user, item and rating, all numbers. Says how long the lists took;
the fit is not in it. Its lists hold what a user has rated: MLlib leaves nothing out.
"""

import sys
import time

from pyspark.ml.recommendation import ALS
from pyspark.sql import SparkSession

ratings_file, output, top = sys.argv[1:]
spark = SparkSession.builder.appName("als").getOrCreate()
table = spark.read.option("header", True).option("inferSchema", True).csv(ratings_file)
user, item, rating = table.columns[:3]
ratings = table.select(user, item, rating).cache()
model = ALS(userCol=user, itemCol=item, ratingCol=rating, rank=64, maxIter=5, regParam=0.05, seed=1).fit(ratings)
model.userFactors.cache().count()
model.itemFactors.cache().count()
started = time.monotonic()
model.recommendForAllUsers(int(top)).write.mode("overwrite").parquet(output)
print(f"took       {time.monotonic() - started:.1f} s")
