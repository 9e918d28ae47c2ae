"""The few words that every page has, in the six languages of the United Nations."""

from collections.abc import Mapping

#: Languages that are written from right to left.
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})

_WORDS: Mapping[str, tuple[str, ...]] = {
    # number, date, case, signatures, signature, table
    "en": ("No.", "Date", "Case", "Signatures", "Signature", "Table"),
    "fr": ("N°", "Date", "Dossier", "Signatures", "Signature", "Tableau"),
    "es": ("N.º", "Fecha", "Expediente", "Firmas", "Firma", "Tabla"),
    "ru": ("№", "Дата", "Дело", "Подписи", "Подпись", "Таблица"),
    "ar": ("الرقم", "التاريخ", "الملف", "التوقيعات", "التوقيع", "جدول"),
    "zh": ("编号", "日期", "案件", "签名", "签名", "表"),
}
_KEYS = ("number", "date", "case", "signatures", "signature", "table")


def word(key: str, language: str) -> str:
    """Return one of the words, in English when we have it in no other."""
    return _WORDS.get(language, _WORDS["en"])[_KEYS.index(key)]
