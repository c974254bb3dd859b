//! Pages and items of every style, against a mock that really pages.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::{StreamExt, TryStreamExt};
use tencentcloud_runtime::{Action, Api, Error, Mock, Model, Retries, With};
use tencentcloud_showcase::{
    Client, Item, ListByOffsetRequest, ListByOffsetResponse, ListByPageRequest, ListByPageResponse,
    ListByTokenRequest, ListByTokenResponse, Page, Tree,
};

fn names(range: std::ops::Range<usize>) -> Vec<String> {
    range.map(|n| format!("item-{n}")).collect()
}

/// How many calls of that action the mock has had.
fn calls<A: Action>(mock: &Mock) -> usize {
    mock.requests::<A>().unwrap().len()
}

/// Pages over `total` items by Offset and Limit, which are text, and tells the total as `told`.
fn by_offset(total: usize, told: u64) -> Mock {
    let mock = Mock::new();
    mock.on::<ListByOffsetRequest>(move |request| {
        let number = |text: Option<String>| text.map(|text| text.parse::<usize>().unwrap());
        let offset = number(request.offset).unwrap_or(0);
        let limit = number(request.limit).unwrap_or(2);
        Ok(offset_page(
            offset.min(total)..total.min(offset + limit),
            told,
        ))
    });
    mock
}

fn offset_page(range: std::ops::Range<usize>, told: u64) -> ListByOffsetResponse {
    let mut page = Page::default();
    page.items = names(range)
        .into_iter()
        .map(|id| {
            let mut item = Item::default();
            item.id = id;
            item
        })
        .collect();
    page.total_count = told;
    let mut answer = ListByOffsetResponse::default();
    answer.result = Some(page);
    answer
}

async fn ids(mock: &Mock, request: ListByOffsetRequest) -> Vec<String> {
    let client = Client::new(&mock.config());
    let items = client.list_by_offset(request).items().all().await.unwrap();
    items.into_iter().map(|item| item.id).collect()
}

#[tokio::test]
async fn offsets_go_to_the_end_and_ask_no_more_than_they_must() {
    for (total, wanted) in [(0, 1), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3)] {
        for request in [
            ListByOffsetRequest::new(),
            ListByOffsetRequest::new().limit("2"),
        ] {
            let mock = by_offset(total, total as u64);
            assert_eq!(ids(&mock, request).await, names(0..total));
            assert_eq!(calls::<ListByOffsetRequest>(&mock), wanted, "{total} items");
        }
    }
}

#[tokio::test]
async fn the_start_and_the_other_parameters_are_the_callers() {
    let mock = by_offset(7, 7);
    let request = ListByOffsetRequest::new().offset("3").limit("2").count(9);
    assert_eq!(ids(&mock, request.clone()).await, names(3..7));
    let next = request.clone().offset("5");
    assert_eq!(
        mock.requests::<ListByOffsetRequest>().unwrap(),
        [request, next]
    );
}

#[tokio::test]
async fn a_total_that_lies_loses_no_item() {
    // Too high: an empty page ends it.
    let mock = by_offset(3, 100);
    let request = ListByOffsetRequest::new().limit("2");
    assert_eq!(ids(&mock, request.clone()).await, names(0..3));
    assert_eq!(calls::<ListByOffsetRequest>(&mock), 3);
    // Never filled in, or less than has come: an empty page ends it.
    for told in [0, 1] {
        let mock = by_offset(5, told);
        assert_eq!(ids(&mock, request.clone()).await, names(0..5), "{told}");
        assert_eq!(calls::<ListByOffsetRequest>(&mock), 4, "{told}");
    }
}

#[tokio::test]
async fn an_answer_without_the_object_around_the_list_ends_it() {
    let mock = Mock::new();
    mock.on::<ListByOffsetRequest>(|_| Ok(ListByOffsetResponse::default()));
    assert!(ids(&mock, ListByOffsetRequest::new()).await.is_empty());
    assert_eq!(calls::<ListByOffsetRequest>(&mock), 1);
}

#[tokio::test]
async fn a_service_that_ignores_the_position_is_an_error_and_not_endless() {
    // With the second total, the repeated page would seem to be the last one.
    for told in [9, 2] {
        let mock = Mock::new();
        mock.on::<ListByOffsetRequest>(move |_| {
            let mut answer = offset_page(0..1, told);
            answer.request_id = "r-1".to_owned();
            Ok(answer)
        });
        let client = Client::new(&mock.config());
        let mut items = client
            .list_by_offset(ListByOffsetRequest::new().limit("1"))
            .items();
        assert_eq!(items.next().await.unwrap().unwrap().id, "item-0");
        assert_eq!(
            items.next().await.unwrap().unwrap_err().to_string(),
            "unusable response: this page repeats the one before: the service ignores \
             the position (ListByOffset, request ID r-1)"
        );
        assert!(items.next().await.is_none());
        assert_eq!(calls::<ListByOffsetRequest>(&mock), 2, "{told}");
    }
}

#[tokio::test]
async fn a_page_is_asked_for_when_the_one_before_is_used_up() {
    let mock = by_offset(5, 5);
    let client = Client::new(&mock.config());
    let mut items = client
        .list_by_offset(ListByOffsetRequest::new().limit("2"))
        .items();
    for (taken, asked) in [(0, 0), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3)] {
        assert_eq!(calls::<ListByOffsetRequest>(&mock), asked, "{taken} taken");
        let item = StreamExt::next(&mut items).await;
        assert_eq!(item.is_some(), taken < 5);
    }
}

/// Pages over `total` names by number, from 1, of at most three names each.
fn by_page(total: usize) -> Mock {
    let mock = Mock::new();
    mock.on::<ListByPageRequest>(move |request| {
        let size = request.page_size.min(3) as usize;
        let first = (request.page_number as usize - 1) * size;
        let mut answer = ListByPageResponse::default();
        answer.names = names(first.min(total)..total.min(first + size));
        answer.total = total as i64;
        Ok(answer)
    });
    mock
}

async fn by_number(mock: &Mock, request: ListByPageRequest) -> Vec<String> {
    let client = Client::new(&mock.config());
    let items = client.list_by_page(request).items();
    items.try_collect().await.unwrap()
}

#[tokio::test]
async fn numbers_of_pages_count_from_one() {
    let request = ListByPageRequest::new().page_number(1).page_size(2);
    for (total, wanted) in [(0, 1), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3)] {
        let mock = by_page(total);
        assert_eq!(by_number(&mock, request.clone()).await, names(0..total));
        assert_eq!(calls::<ListByPageRequest>(&mock), wanted, "{total} items");
    }
    let mock = by_page(7);
    let request = ListByPageRequest::new().page_number(3).page_size(2);
    assert_eq!(by_number(&mock, request).await, names(4..7));
    assert_eq!(calls::<ListByPageRequest>(&mock), 2);
}

#[tokio::test]
async fn a_page_size_that_the_service_cuts_down_loses_no_item() {
    let mock = by_page(7);
    let request = ListByPageRequest::new().page_number(1).page_size(100);
    assert_eq!(by_number(&mock, request).await, names(0..7));
    assert_eq!(calls::<ListByPageRequest>(&mock), 3);
}

/// A list whose pages count from 0 and that says when it is over, which no showcase action has.
#[derive(Model)]
#[model(request, api = Api::new("handmade", "2020-01-01"), action = "ListByIndex",
        response = ListByIndexResponse,
        pages(index = "Page", items = "Names", item = String, over = "Over"))]
struct ListByIndexRequest {
    page: Option<i64>,
}

#[derive(Model)]
#[model(response)]
struct ListByIndexResponse {
    names: Vec<String>,
    over: i64,
}

#[tokio::test]
async fn numbers_of_pages_may_count_from_zero_until_the_list_is_over() {
    let mock = Mock::new();
    mock.on::<ListByIndexRequest>(|request| {
        let page = request.page.unwrap_or(0) as usize;
        Ok(ListByIndexResponse {
            names: names(page * 2..page * 2 + 2),
            over: i64::from(page == 2),
        })
    });
    let client = Client::new(&mock.config());
    let items = client.call(ListByIndexRequest::new()).items();
    assert_eq!(items.all().await.unwrap(), names(0..6));
    let pages: Vec<_> = mock
        .requests::<ListByIndexRequest>()
        .unwrap()
        .into_iter()
        .map(|request| request.page)
        .collect();
    assert_eq!(pages, [None, Some(1), Some(2)]);
}

/// A list that says nothing of its length, as 82 actions have one.
#[derive(Model)]
#[model(request, api = Api::new("handmade", "2020-01-01"), action = "ListBlindly",
        response = ListBlindlyResponse,
        pages(offset = "Offset", size = "Limit", items = "Names", item = String))]
struct ListBlindlyRequest {
    offset: Option<i64>,
    limit: Option<i64>,
}

#[derive(Model)]
#[model(response)]
struct ListBlindlyResponse {
    names: Vec<String>,
}

/// Pages over `total` items, at most `most` of them in one. What is behind the last is `beyond`.
fn blind(total: usize, most: usize, beyond: fn(usize) -> Result<(), Error>) -> Mock {
    let mock = Mock::new();
    mock.on::<ListBlindlyRequest>(move |request| {
        let offset = request.offset.unwrap_or(0) as usize;
        let limit = most.min(request.limit.unwrap_or(20) as usize);
        if offset >= total && offset > 0 {
            beyond(offset)?;
        }
        Ok(ListBlindlyResponse {
            names: names(offset.min(total)..total.min(offset + limit)),
        })
    });
    mock
}

#[tokio::test]
async fn a_list_of_unknown_length_is_read_until_a_page_is_empty() {
    let empty = |_: usize| Ok(());
    for limit in [None, Some(3), Some(100)] {
        for total in [0, 1, 3, 7, 9] {
            let mock = blind(total, 3, empty);
            let client = Client::new(&mock.config());
            let request =
                ListBlindlyRequest::new().maybe(limit, |request, limit| request.limit(limit));
            let all = client.call(request).items().all().await.unwrap();
            assert_eq!(all, names(0..total), "{limit:?}");
            let wanted = total.div_ceil(3) + 1;
            assert_eq!(
                calls::<ListBlindlyRequest>(&mock),
                wanted,
                "{limit:?} {total}"
            );
        }
    }
}

#[tokio::test]
async fn an_error_behind_the_last_page_ends_a_list_of_unknown_length() {
    let outside = |offset: usize| {
        let code = ["InvalidParameterValue.Offset", "ResourceNotFound"][offset % 2];
        Err(Error::service(code, "no such page"))
    };
    for (total, limit) in [
        (7, None),
        (8, None),
        (2, Some(3)),
        (1, Some(100)),
        (10, Some(100)),
    ] {
        let mock = blind(total, 3, outside);
        let client = Client::new(&mock.config());
        let request = ListBlindlyRequest::new().maybe(limit, |request, limit| request.limit(limit));
        let all = client.call(request).items().all().await.unwrap();
        assert_eq!(all, names(0..total));
    }
    // After full pages it may be a limit of the service: nobody knows that the list is over.
    let mock = blind(9, 3, outside);
    let client = Client::new(&mock.config());
    let mut items = client.call(ListBlindlyRequest::new().limit(3)).items();
    let mut found = Vec::new();
    let error = items.append_to(&mut found).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert_eq!(found, names(0..9));
    // Any other error is the caller's matter, and nothing that was read is lost.
    let denied = |_: usize| Err(Error::service("UnauthorizedOperation", "no"));
    let mock = blind(7, 3, denied);
    let client = Client::new(&mock.config());
    let mut items = client.call(ListBlindlyRequest::new()).items();
    let mut found = Vec::new();
    assert!(items.append_to(&mut found).await.unwrap_err().is_auth());
    assert_eq!(found, names(0..7));
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn a_page_that_is_not_full_and_comes_again_was_the_only_one() {
    let mock = Mock::new();
    mock.on::<ListBlindlyRequest>(|_| Ok(ListBlindlyResponse { names: names(0..2) }));
    let client = Client::new(&mock.config());
    let call = client.call(ListBlindlyRequest::new().limit(10));
    assert_eq!(call.clone().items().all().await.unwrap(), names(0..2));
    // One that is full may have others behind it, which such a service never shows.
    let mock = Mock::new();
    mock.on::<ListBlindlyRequest>(|_| {
        Ok(ListBlindlyResponse {
            names: names(0..10),
        })
    });
    let client = Client::new(&mock.config());
    let call = client.call(ListBlindlyRequest::new().limit(10));
    let error = call.items().all().await.unwrap_err().to_string();
    assert!(error.contains("repeats the one before"), "{error}");
}

fn token_page(items: &[&str], next: Option<&str>, more: bool) -> ListByTokenResponse {
    let mut answer = ListByTokenResponse::default();
    answer.items = items.iter().map(|name| Tree::new().name(*name)).collect();
    answer.next_token = next.map(str::to_owned);
    answer.has_more = more;
    answer
}

async fn by_token(mock: &Mock, request: ListByTokenRequest) -> Result<Vec<String>, Error> {
    let client = Client::new(&mock.config());
    let mut pages = client.list_by_token(request).pages();
    let mut found = Vec::new();
    while let Some(page) = pages.next().await {
        found.extend(page?.items.into_iter().map(|tree| tree.name));
    }
    Ok(found)
}

#[tokio::test]
async fn tokens_are_handed_on_until_no_more_follow() {
    let mock = Mock::new();
    mock.on::<ListByTokenRequest>(|request| {
        Ok(match request.next_token.as_deref() {
            None => token_page(&["a"], Some("t-1"), true),
            // A page may be empty on the way.
            Some("t-1") => token_page(&[], Some("t-2"), true),
            // A token that comes with the end is not asked for.
            _ => token_page(&["b", "c"], Some("t-3"), false),
        })
    });
    let found = by_token(&mock, ListByTokenRequest::new()).await.unwrap();
    assert_eq!(found, ["a", "b", "c"]);
    assert_eq!(calls::<ListByTokenRequest>(&mock), 3);
    let from = ListByTokenRequest::new().next_token("t-2");
    assert_eq!(by_token(&mock, from).await.unwrap(), ["b", "c"]);
    assert_eq!(calls::<ListByTokenRequest>(&mock), 4);
}

#[tokio::test]
async fn a_missing_or_empty_token_is_the_end_whatever_the_mark_says() {
    for end in [None, Some("")] {
        let mock = Mock::new();
        mock.on::<ListByTokenRequest>(move |_| Ok(token_page(&["a"], end, true)));
        let found = by_token(&mock, ListByTokenRequest::new()).await.unwrap();
        assert_eq!(found, ["a"]);
        assert_eq!(calls::<ListByTokenRequest>(&mock), 1);
    }
}

#[tokio::test]
async fn tokens_that_go_round_in_a_circle_are_an_error() {
    for circle in [&["t-1"][..], &["t-1", "t-2", "t-3"]] {
        let mock = Mock::new();
        let count = AtomicUsize::new(0);
        mock.on::<ListByTokenRequest>(move |_| {
            let n = count.fetch_add(1, Ordering::SeqCst);
            Ok(token_page(&["a"], Some(circle[n % circle.len()]), true))
        });
        let error = by_token(&mock, ListByTokenRequest::new())
            .await
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "unusable response: the token for the next page was requested before: the \
             list has no end (ListByToken)"
        );
        assert_eq!(calls::<ListByTokenRequest>(&mock), circle.len() + 1);
    }
}

#[tokio::test]
async fn an_error_comes_after_the_items_before_it_and_ends_the_list() {
    let mock = Mock::new();
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&count);
    mock.on::<ListByOffsetRequest>(move |_| match counter.fetch_add(1, Ordering::SeqCst) {
        2 => Err(Error::service("InternalError", "later")),
        n => Ok(offset_page(n * 2..n * 2 + 2, 100)),
    });
    let client = Client::new(&mock.config().retries(Retries::none()));
    let request = ListByOffsetRequest::new().limit("2");
    let mut items = client.list_by_offset(request).items();
    for wanted in names(0..4) {
        assert_eq!(items.next().await.unwrap().unwrap().id, wanted);
    }
    assert!(items.next().await.unwrap().unwrap_err().is_internal());
    assert!(items.next().await.is_none());
    assert_eq!(count.load(Ordering::SeqCst), 3);
}
