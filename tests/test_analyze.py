"""The command: its report, its options, and what it refuses."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tinydata import analyze_dataloader_performance as analyze
from tinydata.analyze_dataloader_performance import OneByOne, main
from tinydata.dataloader import DataLoader
from tinydata.dataset import TensorDataset
from tinydata.profiling import Timing

TINY = ["--shape", "3x4x4", "--samples", "40", "--batch-sizes", "4,16", "--repeats", "2"]
SECTIONS = ["throughput", "shuffling", "memory", "steps"]


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.json"
    main([*TINY, "--json", str(path)])
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_two_paths_deliver_the_same_batches():
    dataset = TensorDataset(np.arange(60).reshape(10, 2, 3), np.arange(10))
    assert not hasattr(OneByOne(dataset), "get_batch")
    slow, fast = (
        DataLoader(data, 4, shuffle=True, generator=0) for data in (OneByOne(dataset), dataset)
    )
    for one, other in zip(slow, fast, strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_every_section_has_a_row_for_each_measurement(report):
    assert list(report) == ["setup", *SECTIONS]
    for name in SECTIONS[:3]:
        assert [row["batch_size"] for row in report[name]["rows"]] == [4, 16]
    assert [(row["path"], row["batch_size"]) for row in report["steps"]["rows"]] == [
        ("one by one", 4),
        ("one by one", 16),
        ("index array", 4),
        ("index array", 16),
    ]


def test_numbers_agree_with_each_other(report):
    for row in report["throughput"]["rows"]:
        assert row["ratio"] == pytest.approx(row["index_array"] / row["one_by_one"])
    for row in report["steps"]["rows"]:
        assert row["computing"] == pytest.approx(row["forward"] + row["backward"] + row["update"])
        assert row["loading_share"] == pytest.approx(
            row["loading"] / (row["loading"] + row["computing"])
        )
        assert row["verdict"] in ("data-starved", "compute-bound", "balanced")


def test_memory_is_set_beside_the_bytes_of_a_batch(report):
    small, large = report["memory"]["rows"]
    assert small["batch_bytes"] == 4 * (3 * 4 * 4 * 4 + 8)
    assert large["batch_bytes"] == 16 * (3 * 4 * 4 * 4 + 8)
    assert large["peak_bytes"] > large["batch_bytes"]


def test_each_verdict_that_occurs_is_explained_once(report):
    verdicts = {row["verdict"] for row in report["steps"]["rows"]}
    explained = report["steps"]["conclusions"]
    assert len(explained) == len(verdicts)
    assert all(any(f"is {verdict}: " in text for text in explained) for verdict in verdicts)


def test_a_claim_about_speed_is_computed(report):
    first, last = report["throughput"]["rows"]
    (claim,) = report["throughput"]["conclusions"]
    times = analyze.three_digits(last["one_by_one"] / first["one_by_one"])
    assert claim.startswith(f"From batch size 4 to 16, one by one becomes {times} times as fast")


def test_the_text_is_a_table_that_a_learner_can_read(capsys):
    main(TINY)
    text = capsys.readouterr().out
    assert text.startswith("40 random images of shape 3×4×4, float32: 8,000 B with their labels.")
    for number, name in enumerate(("Throughput", "Shuffling", "Memory", "Training steps"), 1):
        assert f"\n{number}. {name}: " in text
    lines = text.splitlines()
    assert max(map(len, lines)) <= 100
    heading = next(i for i, line in enumerate(lines) if "index array            ratio" in line)
    assert len({len(line) for line in lines[heading : heading + 4]}) == 1  # right-aligned


def test_rows_are_printed_as_soon_as_they_are_measured(monkeypatch, capsys):
    printed_before = []
    real = analyze.throughput

    def watched(loader, repeats):
        printed_before.append(capsys.readouterr().out)
        return real(loader, repeats)

    monkeypatch.setattr(analyze, "throughput", watched)
    main(TINY)
    assert "index array" in printed_before[0]  # the heading, before the first measurement
    assert printed_before[2].split()[0] == "4"  # the first row, before the second is measured


def test_json_alone_on_the_standard_output(capsys):
    main([*TINY, "--json"])
    assert list(json.loads(capsys.readouterr().out)) == ["setup", *SECTIONS]


@pytest.mark.parametrize("dtype", ["uint8", "float64"])
def test_other_dtypes_and_grey_images(capsys, dtype):
    main(
        ["--shape", "5x4", "--samples", "8", "--dtype", dtype, "--batch-sizes", "8", "--repeats=1"]
    )
    assert f"8 random images of shape 5×4, {dtype}: " in capsys.readouterr().out


def test_the_samples_reach_the_largest_batch(capsys):
    with pytest.raises(SystemExit):
        main([*TINY, "--batch-sizes", "41"])
    assert "--batch-sizes: 41 is more than the 40 samples" in capsys.readouterr().err


def test_a_plot_ends_up_in_its_file(tmp_path, capsys):
    path = tmp_path / "sweep.png"
    main([*TINY, "--plot", str(path)])
    assert path.read_bytes().startswith(b"\x89PNG")
    assert path.stat().st_size < 60_000
    assert f"Drawn into {path}." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("--shape 3,32,32", "--shape: should be HxW or CxHxW, .* but got '3,32,32'"),
        ("--shape 3x0x32", "--shape: should be HxW or CxHxW, .* but got '3x0x32'"),
        ("--shape 8", "--shape: should be HxW or CxHxW"),
        ("--shape 3x500x500 --samples 50000", "would take 150.0 GB, but at most 2 GB"),
        ("--samples 10", "--samples is for random images: give their --shape"),
        ("--dtype uint8", "--dtype is for random images: give their --shape"),
        ("--shape 8x8 --samples 0", "--samples: should be a positive integer, but got '0'"),
        ("--shape 8x8 --dtype int8", "--dtype: invalid choice: 'int8'"),
        ("--batch-sizes 8,,32", "--batch-sizes: should be positive integers with commas"),
        ("--batch-sizes 0", "--batch-sizes: should be positive integers with commas"),
        ("--batch-sizes 4096", "4096 is more than the 1797 samples"),
        ("--repeats 1.5", "--repeats: should be a positive integer, but got '1.5'"),
        ("--hidden none", "--hidden: should be a positive integer, but got 'none'"),
        ("--plot sweep.gif", "--plot: should end in one of .png, .svg, .pdf, but got 'sweep.gif'"),
        ("--plot no/such/folder/sweep.png", "--plot: there is no folder 'no/such/folder'"),
        ("--json no/such/folder/r.json", "--json: there is no folder 'no/such/folder'"),
        ("--json there.txt/r.json", "--json: there is no folder 'there.txt'"),
        ("--json folder", "--json: should be a file, but 'folder' is a folder"),
        ("--json folder/", "--json: should be a file, but 'folder/' is a folder"),
        ("--json=", "--json: should be a file, but '' is a folder"),
        ("--plot folder.png", "--plot: should be a file, but 'folder.png' is a folder"),
        (f"--json {300 * 'j'}", "--json: j+ cannot be written: File name too long"),
        (f"--plot {300 * 'p'}.png", "--plot: p+.png cannot be written: File name too long"),
        (
            "--json a.png --plot a.png",
            "--json and --plot should be two files, but both are 'a.png'",
        ),
        ("--json folder/../a.png --plot a.png", "should be two files, but both are 'a.png'"),
        ("--json link.png --plot there.png", "should be two files, but both are 'there.png'"),
    ],
)
def test_bad_arguments_are_refused_before_anything_is_measured(
    arguments, message, capsys, monkeypatch, tmp_path
):
    monkeypatch.chdir(tmp_path)
    for folder in ("folder", "folder.png"):
        Path(folder).mkdir()
    for file in ("there.txt", "there.png"):
        Path(file).touch()
    Path("link.png").symlink_to("there.png")
    before = sorted(tmp_path.iterdir())
    monkeypatch.setattr(analyze, "throughput", lambda *_: pytest.fail("measured"))
    with pytest.raises(SystemExit) as caught:
        main(arguments.split())
    assert caught.value.code == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert " ".join(output.err.split()).count("error: ") == 1
    assert re.search(message, " ".join(output.err.split()))
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
@pytest.mark.parametrize("option", ["--json", "--plot"])
def test_what_may_not_be_written_is_refused_before_anything_is_measured(option, tmp_path, capsys):
    tmp_path.chmod(0o500)
    with pytest.raises(SystemExit):
        main([*TINY, option, str(tmp_path / "report.png")])
    assert "cannot be written: Permission denied" in capsys.readouterr().err


def test_a_file_that_is_there_is_kept_until_there_is_a_report(tmp_path, monkeypatch):
    path = tmp_path / "report.json"
    path.write_text("the last report")
    monkeypatch.setattr(analyze, "throughput", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        main([*TINY, "--json", str(path)])
    assert path.read_text() == "the last report"


@pytest.mark.parametrize(
    ("ordered", "shuffled", "extra"),
    [
        ((10.0, 10.0, 10.0), (5.0, 5.0, 5.0), 10.0),  # 100 samples: 10 s and 20 s
        ((9.0, 10.0, 11.0), (4.0, 5.0, 6.0), 10.0),
        ((10.0,), (5.0,), 10.0),
        ((10.0, 10.0, 10.0), (10.0, 10.0, 10.0), None),
        ((5.0, 5.0, 5.0), (10.0, 10.0, 10.0), None),  # shuffled faster: noise
        ((8.0, 10.0, 12.0), (7.0, 9.5, 12.0), None),
    ],
)
def test_shuffling_adds_what_stands_out_of_the_noise(ordered, shuffled, extra):
    timings = (Timing(rates, "samples/s") for rates in (ordered, shuffled))
    assert analyze._extra_seconds(100, *timings) == extra


def test_what_shuffling_adds_is_never_below_zero(report):
    for row in report["shuffling"]["rows"]:
        assert row["extra_seconds"] is None or row["extra_seconds"] > 0
    assert analyze._seconds_or_noise(None) == "less than noise"
    assert analyze._seconds_or_noise(0.002) == "2.00 ms"


def test_it_runs_as_a_module_on_the_digits():
    command = [sys.executable, "-m", "tinydata.analyze_dataloader_performance"]
    done = subprocess.run(
        [*command, "--batch-sizes", "512", "--repeats", "1"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    assert done.stdout.startswith("1,797 digits of shape 8×8, float32: ")
