"""Says who made the sets that a recipe learns from. Refuses to know what stands in them."""

from undertone_training.teach.settings import Recipe

SOURCES_EN = {
    "imdb, imdb_unlabelled (Maas et al. 2011)": "Large Movie Review Dataset",
    "mr_sentences (Pang & Lee 2005)": "film review sentences",
    "sst2, sst5, sst_phrases (Socher et al. 2013)": "Stanford Sentiment Treebank",
    "rt_critics": "Rotten Tomatoes critics' snippets as used in teaching material",
    "cr_products (Hu & Liu 2004)": "sentences on products",
    "amazon_musical_instruments (He & McAuley 2016)": "product reviews, 5-core",
    "amazon_digital_music (McAuley 2014)": "product reviews",
    "amazon_small_2018 (Ni et al. 2019)": "product reviews",
    "meld_train (Poria et al. 2019)": "utterances of dialogues",
}
SOURCES_ZH = {
    "zh_online_shopping, zh_waimai (ChineseNlpCorpus)": "shopping and food delivery reviews",
    "zh_hotel (ChnSentiCorp, Tan Songbo)": "hotel reviews",
}


def sources(recipe: Recipe) -> list[str]:
    """Returns what a recipe learns from, with who made it."""
    return [name for name in SOURCES_EN | SOURCES_ZH if any(one in recipe.sources.sets for one in name.partition(" (")[0].split(", "))]
