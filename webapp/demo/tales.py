"""Which scenarios are told again in the demonstration, how many days ago, and by whom."""

from collections.abc import Mapping, Sequence

from webapp.demo.retold import Retold


def _told(
    procedure: str, scenarios: Mapping[str, Sequence[int]], **cast: str
) -> tuple[Retold, ...]:
    return tuple(
        Retold(procedure=procedure, scenario=scenario, ago=ago, cast=cast)
        for scenario, ago in scenarios.items()
    )


TALES: tuple[Retold, ...] = (
    *_told(
        "cash_receipts",
        {
            "refund_from_the_bank": [715, 159],
            "underpayment_stays_open": [684, 35],
            "announced_money_comes": [653, 4],
            "cheque_is_honoured": [622, 97],
            "budget_check_fails_once": [591, 128],
            "overpayment_goes_back": [560],
            "unidentified_money_is_identified": [530, 66],
            "cash_is_banked_the_next_working_day": [499],
            "lines_that_do_not_add_up": [468],
            "three_failures_go_to_the_head_of_office": [437],
            "treasury_refuses": [406],
            "cheque_is_refused_at_last": [375],
            "payer_wants_the_money_back": [344],
            "overpayment_stays_on_account": [313],
            "announced_money_is_on_the_statement": [282],
            "unidentified_money_is_left": [251],
            "amount_was_registered_wrongly": [220],
            "line_on_the_bank_statement": [189],
        },
    ),
    *_told(
        "dental_cigna",
        {
            "applied_on_the_31st_day": [640],
        },
        amina="brian",
    ),
    *_told(
        "dental_cigna",
        {
            "card_is_late": [530],
        },
        amina="daniel",
    ),
    *_told(
        "dental_cigna",
        {
            "couple_spouse_earns_more": [420],
        },
        amina="esther",
    ),
    *_told(
        "dental_cigna",
        {
            "returned_and_completed": [310],
        },
        amina="grace",
    ),
    *_told(
        "dental_cigna",
        {
            "newborn_is_covered_from_birth": [200],
        },
        amina="miriam",
    ),
    *_told(
        "dental_cigna",
        {
            "marriage_applied_on_the_31st_day": [90],
            "paid_in_part": [700, 155, 6],
            "claim_information_is_asked_for": [650, 56],
            "review_upheld": [601, 105],
            "claim_is_withdrawn_when_asked": [551],
            "denial_is_accepted": [502],
            "review_extended_with_notice": [452],
            "payment_waits_for_a_beneficiary": [403],
            "claim_a_day_late": [353],
            "review_asked_on_the_60th_day": [303],
            "uninsured_declines_and_is_urged": [254],
            "question_goes_to_hlis": [204],
        },
    ),
    *_told(
        "medical_wwp",
        {
            "applied_on_the_31st_day": [655],
        },
        amina="brian",
    ),
    *_told(
        "medical_wwp",
        {
            "printed_card_with_the_application": [543],
        },
        amina="daniel",
    ),
    *_told(
        "medical_wwp",
        {
            "returned_and_completed": [431],
        },
        amina="esther",
    ),
    *_told(
        "medical_wwp",
        {
            "wrong_data_are_corrected": [319],
        },
        amina="grace",
    ),
    *_told(
        "medical_wwp",
        {
            "newborn_is_covered_from_birth": [207],
        },
        amina="miriam",
    ),
    *_told(
        "medical_wwp",
        {
            "printed_card_later": [95],
            "claim_is_paid": [690, 247, 126],
            "claim_online": [650, 166, 45],
            "paid_in_part": [609],
            "review_upheld": [569],
            "claim_between_the_rules_accepted": [529],
            "claim_information_is_asked_for": [489, 5],
            "denial_is_accepted": [448],
            "lives_in_the_united_states": [408],
            "review_extended_with_notice": [368],
            "claim_within_one_year": [327],
            "claim_between_the_rules_refused": [287],
            "review_overdue_goes_to_hlis": [206],
            "review_not_asked_in_time": [86],
        },
    ),
    *_told(
        "innovation_challenge",
        {
            "awarded_recorded_and_paid": [700, 241, 127, 12],
            "traditional_is_recommended_and_chosen": [643],
            "combination_of_a_and_b": [585, 69],
            "threshold_itself_is_enough": [49],
            "above_the_limit_the_committee_endorses": [528],
            "policy_does_not_apply_for_psu": [471],
            "winner_declines_and_the_next_rank_takes_the_place": [413],
            "too_few_entries_cancelled": [356],
            "nobody_reaches_the_threshold": [299],
            "sent_back_and_rejected": [184],
        },
    ),
    *_told(
        "ashi_un",
        {
            "retires_and_the_fund_deducts": [720, 86],
            "deferred_pension_pays_by_the_year": [685],
            "claim_is_paid": [614, 226, 50],
            "suspended_on_30_november": [579],
            "withdrawal_settlement": [544],
            "defects_are_corrected": [508],
            "paid_on_20_june": [473],
            "denial_is_reviewed_and_stands": [438],
            "participant_ends_the_cover": [403],
            "mail_comes_back": [368],
            "headquarters_goes_directly": [297],
            "local_plan_is_handed_over": [262],
            "hired_in_2016_with_too_few_years": [191],
            "question_goes_to_hlis": [156],
            "exactly_ten_years": [121],
            "nobody_applies": [15],
        },
    ),
    *_told(
        "ashi_mip",
        {
            "a_claim_is_paid": [673, 175, 9],
            "declined_with_a_signed_note": [632],
            "papers_are_asked_for": [549],
            "a_denial_is_reviewed": [507],
            "the_bank_returns_the_payment": [466],
            "the_vendor_is_set_up_first": [341],
            "the_claim_is_withdrawn": [92],
            "separation_in_june": [640],
            "separation_is_recorded_in_quantum": [560, 12],
            "every_line_came_too_late": [480],
            "control_totals_do_not_match": [330],
            "the_survivor_is_late": [250],
            "nobody_asks_for_a_review": [180],
            "the_claim_comes_back": [100],
            "wrong_details_are_refused": [30],
        },
    ),
    *_told(
        "inventory_in",
        {
            "bought_and_put_into_stock": [718, 509, 259, 92, 8],
            "donation_at_fair_value": [676, 217],
            "order_comes_in_two_parts": [634, 175],
            "within_the_tolerance": [593],
            "five_too_many_go_back": [551],
            "medical_goods_pharmacist": [467],
            "straight_to_a_sub_recipient": [426],
            "invoice_with_another_price": [384],
            "everything_is_rejected": [342],
            "short_against_the_slip": [300],
            "invoice_held": [133],
        },
    ),
    *_told(
        "inventory_out",
        {
            "issued_and_signed_in_full": [660, 246, 128, 10],
            "approved_for_less": [601],
            "first_expired_first_out": [542],
            "recipient_refuses": [483],
            "signed_for_less_and_back": [424],
            "rejected": [365],
            "the_same_item_twice": [305],
            "head_is_late": [187],
            "limit_of_the_official": [69],
        },
    ),
    *_told(
        "csl_over_20",
        {
            "recorded_on_the_twentieth_day": [700, 530, 440],
            "leave_is_never_requested": [610],
        },
        amina="brian",
    ),
)
